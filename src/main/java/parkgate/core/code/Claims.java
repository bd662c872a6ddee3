package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;

/**
 * What the issuer signs: a CWT claims set (RFC 8392).
 *
 * @param expiresSeconds {@code exp}, unix seconds: the first second at which the code is no longer good
 * @param notBeforeSeconds {@code nbf}, unix seconds: the first second at which it is good
 * @param credential {@code cti}
 * @param device {@code cnf}: present exactly for class D
 * @param codeClass first item of claim -65537
 * @param statusIndex second item of claim -65537: the bit in the status list, 0 to 2^32 - 1
 */
public record Claims(
        long expiresSeconds,
        long notBeforeSeconds,
        CredentialId credential,
        @Nullable DeviceKey device,
        CodeClass codeClass,
        long statusIndex) {

    /** The smallest time the format can hold: below it the shortest CBOR form would be another than {@code 1a}. */
    public static final long MIN_SECONDS = 0x1_0000L;

    /** The largest time and index the format can hold: 2106-02-07 as a time. */
    public static final long MAX_U32 = 0xffff_ffffL;

    public Claims {
        if (expiresSeconds < MIN_SECONDS
                || expiresSeconds > MAX_U32
                || notBeforeSeconds < MIN_SECONDS
                || notBeforeSeconds > MAX_U32) {
            throw new IllegalArgumentException("exp and nbf are unix seconds between 1970-01-02 and 2106-02-07");
        }
        if (statusIndex < 0 || statusIndex > MAX_U32) {
            throw new IllegalArgumentException("a status index is 0 to 2^32 - 1");
        }
        if ((device != null) != (codeClass == CodeClass.D)) {
            throw new IllegalArgumentException("a device key stands in class D and in no other");
        }
    }
}
