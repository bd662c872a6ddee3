package parkgate.signing;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.code.TotpKey;
import parkgate.core.code.TotpKeys;

/**
 * The masters of the class T keys, one for each epoch. An epoch lasts from its first second to the next one's; a code
 * belongs to the one in which its {@code nbf} lies. The first begins at 0, so a file that has one master has one epoch.
 */
final class TotpMasters implements TotpKeys {
    private final NavigableMap<Long, byte[]> byStart;
    private final Set<Long> over;

    /**
     * The masters.
     *
     * @param byStart by the first second of their epoch, unix seconds; each {@value KeyRing#SECRET_BYTES} bytes
     */
    TotpMasters(Map<Long, byte[]> byStart) {
        this(byStart, Set.of());
    }

    /**
     * The masters, of which some give no keys any more.
     *
     * @param over of which epochs; no other epoch's master stands in for one of them
     */
    TotpMasters(Map<Long, byte[]> byStart, Set<Long> over) {
        if (byStart.isEmpty() || byStart.values().stream().anyMatch(master -> master.length != KeyRing.SECRET_BYTES)) {
            throw new IllegalArgumentException("a TOTP master has 32 bytes, and there is at least one");
        }
        this.byStart = new TreeMap<>(byStart);
        this.over = Set.copyOf(over);
    }

    @Override
    public @Nullable TotpKey key(CredentialId credential, long notBeforeSeconds) {
        Map.Entry<Long, byte[]> epoch = byStart.floorEntry(notBeforeSeconds);
        return epoch == null || over.contains(epoch.getKey())
                ? null
                : TotpKey.derive(epoch.getValue(), credential.cti());
    }

    /** {@code totp} for the first epoch, {@code totp-<first second>} for a later one. */
    static String alias(long startSeconds) {
        return startSeconds == 0 ? KeyPurpose.TOTP.word() : KeyPurpose.TOTP.word() + "-" + startSeconds;
    }

    /** The first second of the epoch whose master has this alias; null when it is none's. */
    static @Nullable Long startOf(String alias) {
        if (alias.equals(KeyPurpose.TOTP.word())) {
            return 0L;
        }
        return alias.matches("totp-[1-9][0-9]{0,10}") ? Long.valueOf(alias.substring("totp-".length())) : null;
    }
}
