package parkgate.gatesim.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.Rotating;

/**
 * What the ledger knows of one driver's credential: its standing, its right, and where its car is. One thread, the
 * driver's, uses it while the run goes on.
 */
public final class Card {
    private final String holder;
    private final Instant expiresAt;
    private final HeldRight right;
    private final List<Stay> stays = new ArrayList<>();
    private Carried carried;
    private String credentialId;
    private boolean revoked;
    private @Nullable Accepted accepted;

    /** The last step that an entry was granted with, and where. */
    public record Accepted(
            long step, String lane, Instant at, @Nullable Accepted before) {}

    public Card(String holder, String credentialId, Carried carried, Instant expiresAt, HeldRight right) {
        this.holder = holder;
        this.credentialId = credentialId;
        this.carried = carried;
        this.expiresAt = expiresAt;
        this.right = right;
    }

    public String holder() {
        return holder;
    }

    public String credentialId() {
        return credentialId;
    }

    public Carried carried() {
        return carried;
    }

    public boolean isRotating() {
        return carried instanceof Rotating;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public HeldRight right() {
        return right;
    }

    public boolean revoked() {
        return revoked;
    }

    public void revoke() {
        revoked = true;
    }

    /** A new paper in the place of the old one, under a new id. */
    public void replace(String newCredentialId, Carried newCarried) {
        credentialId = newCredentialId;
        carried = newCarried;
    }

    public @Nullable Accepted accepted() {
        return accepted;
    }

    public void accept(long step, String lane, Instant at) {
        accepted = new Accepted(step, lane, at, accepted);
    }

    /** The grant was undone: its step may be shown again. */
    public void giveStepBack() {
        if (accepted != null) {
            accepted = accepted.before();
        }
    }

    public List<Stay> stays() {
        return stays;
    }

    public void begin(Stay stay) {
        stays.add(stay);
    }

    /** The last stay, whatever became of it. */
    public @Nullable Stay lastStay() {
        return stays.isEmpty() ? null : stays.get(stays.size() - 1);
    }
}
