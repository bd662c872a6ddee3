package parkgate.signing;

import java.util.HexFormat;

/**
 * By what PostgreSQL recognises a key without having it, so that an instance with another key file does not start.
 *
 * @param purpose {@link KeyPurpose#word}, of a TOTP master with its epoch
 * @param kid 8 hexadecimal digits: the key's kid, for a secret the first of its fingerprint
 * @param fingerprint 64 hexadecimal digits: the RFC 9679 thumbprint of a public key, SHA-256 of SHA-256 of a secret of
 *     32 random bytes
 * @param state how far the key has come, as the file says
 */
public record KeyFingerprint(String purpose, String kid, String fingerprint, KeyState state) {
    /** Of a live key. */
    public KeyFingerprint(String purpose, String kid, String fingerprint) {
        this(purpose, kid, fingerprint, KeyState.LIVE);
    }

    /** True when the other half of the key is public. */
    public boolean isOfPublicKey() {
        return !purpose.equals(KeyPurpose.PLATE.word()) && TotpMasters.startOf(purpose) == null;
    }

    /** True when both name one key, in whatever state. */
    public boolean isOfSameKeyAs(KeyFingerprint other) {
        return purpose.equals(other.purpose) && kid.equals(other.kid) && fingerprint.equals(other.fingerprint);
    }

    /** True when both are masters of class T keys, and this one's epoch is the earlier one. */
    public boolean isOfEarlierEpochThan(KeyFingerprint other) {
        Long start = TotpMasters.startOf(purpose);
        Long otherStart = TotpMasters.startOf(other.purpose);
        return start != null && otherStart != null && start < otherStart;
    }

    /** Of a secret of 32 random bytes. */
    static KeyFingerprint ofSecret(String purpose, byte[] secret) {
        byte[] once = CoseThumbprint.sha256().digest(secret);
        String twice = HexFormat.of().formatHex(CoseThumbprint.sha256().digest(once));
        return new KeyFingerprint(purpose, twice.substring(0, 8), twice);
    }
}
