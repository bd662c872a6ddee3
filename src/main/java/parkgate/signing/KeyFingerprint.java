package parkgate.signing;

/**
 * By what PostgreSQL recognises a key without having it, so that an instance with another key file does not start.
 *
 * @param purpose {@link KeyPurpose#word}
 * @param kid 8 hexadecimal digits: the key's kid, for a secret the first of its fingerprint
 * @param fingerprint 64 hexadecimal digits: the RFC 9679 thumbprint of a public key, SHA-256 of SHA-256 of a secret of
 *     32 random bytes
 */
public record KeyFingerprint(String purpose, String kid, String fingerprint) {}
