package parkgate.signing;

import java.time.Instant;

/**
 * A key that signs nothing more and waits for the last code under it.
 *
 * @param fingerprint 64 hexadecimal digits
 * @param since when it was retired
 * @param from of a TOTP master, the first moment of its epoch
 * @param until of a TOTP master, the first moment of the next epoch
 */
public record RetiredKey(
        KeyPurpose purpose, String kid, String fingerprint, Instant since, Instant from, Instant until) {}
