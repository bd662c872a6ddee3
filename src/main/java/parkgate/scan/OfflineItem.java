package parkgate.scan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.access.Lane;
import parkgate.core.access.NameUuid;

/** One scan of a batch on its way: what it is known by, and what has become of it. */
final class OfflineItem {
    private final OfflineTold told;
    private final @Nullable OfflineFacts facts;
    private UUID key;
    private boolean reused;
    private @Nullable OfflineResult result;

    /**
     * As it was told.
     *
     * @param facts null while it could not be read, since PostgreSQL is away
     */
    OfflineItem(OfflineTold told, @Nullable OfflineFacts facts) {
        this.told = told;
        this.facts = facts;
        this.key = told.scan().scanId();
    }

    OfflineTold told() {
        return told;
    }

    @Nullable
    OfflineFacts factsIfRead() {
        return facts;
    }

    /** What was read. */
    OfflineFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("a scan that was not read is not judged");
        }
        return facts;
    }

    /** Whose code it is. */
    CredentialId credential() {
        CredentialId credential = facts().credential();
        if (credential == null) {
            throw new IllegalStateException("a code that is nobody's has no rights");
        }
        return credential;
    }

    /** Its event's key: the scanId, as long as no other scan has had it. */
    UUID key() {
        return key;
    }

    /** Another scan has had this scanId: what happened is a fact all the same, under an id of its own. */
    void takeAnotherKey(Lane lane) {
        reused = true;
        CredentialId shown = facts == null ? null : facts.credential();
        key = NameUuid.scanIdInstead(
                lane.id(), told.scan().scanId(), told.deviceSeq(), told.eventMs(), shown == null ? "" : shown.text());
    }

    boolean isReused() {
        return reused;
    }

    @Nullable
    OfflineResult result() {
        return result;
    }

    void become(OfflineResult what) {
        result = what;
    }
}
