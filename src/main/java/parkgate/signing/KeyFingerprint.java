package parkgate.signing;

import java.util.HexFormat;

/**
 * By what PostgreSQL recognises a key without having it, so that an instance with another key file does not start.
 *
 * @param purpose the key's alias in the key file: {@link KeyPurpose#word}, with the epoch where there are several
 * @param kid 8 hexadecimal digits: the key's kid, for a secret the first of its fingerprint
 * @param fingerprint 64 hexadecimal digits: the RFC 9679 thumbprint of a public key, SHA-256 of SHA-256 of a secret of
 *     32 random bytes
 */
public record KeyFingerprint(String purpose, String kid, String fingerprint) {
    /** True when both are masters of class T keys, and this one's epoch is the earlier one. */
    public boolean isOfEarlierEpochThan(KeyFingerprint other) {
        Long start = TotpMasters.startOf(purpose);
        Long otherStart = TotpMasters.startOf(other.purpose);
        return start != null && otherStart != null && start < otherStart;
    }

    /** Of a secret of 32 random bytes. */
    static KeyFingerprint ofSecret(String alias, byte[] secret) {
        byte[] once = CoseThumbprint.sha256().digest(secret);
        String twice = HexFormat.of().formatHex(CoseThumbprint.sha256().digest(once));
        return new KeyFingerprint(alias, twice.substring(0, 8), twice);
    }
}
