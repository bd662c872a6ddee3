package parkgate.key;

import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.http.Caller;

/** What an instance remembers of a key that is not revoked. */
final class StoredKey {
    private final Caller caller;
    private final byte[] secretSha256;
    private final @Nullable Instant expiresAt;

    StoredKey(Caller caller, byte[] secretSha256, @Nullable Instant expiresAt) {
        this.caller = caller;
        this.secretSha256 = secretSha256;
        this.expiresAt = expiresAt;
    }

    /** True when a presented key is this one and not over. Takes as long for a nearly right secret as for a wrong one. */
    boolean opensFor(KeyText presented, Instant now) {
        return MessageDigest.isEqual(secretSha256, presented.secretSha256())
                && caller.kind() == presented.kind()
                && (expiresAt == null || now.isBefore(expiresAt));
    }

    Caller caller() {
        return caller;
    }
}
