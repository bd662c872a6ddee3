package parkgate.core.code;

import java.util.HexFormat;

/**
 * Names the key that signed a code: the first 4 bytes of its RFC 9679 COSE key thumbprint. A name, not a proof.
 *
 * @param value the 4 bytes, big-endian
 */
public record Kid(int value) {
    /** The kid of a key whose RFC 9679 SHA-256 thumbprint this is. */
    public static Kid ofThumbprint(byte[] thumbprint) {
        return new Kid((thumbprint[0] & 0xff) << 24
                | (thumbprint[1] & 0xff) << 16
                | (thumbprint[2] & 0xff) << 8
                | (thumbprint[3] & 0xff));
    }

    /**
     * The kid of its text.
     *
     * @param hex 8 hexadecimal digits
     * @throws IllegalArgumentException when it is anything else
     */
    public static Kid ofHex(String hex) {
        if (hex.length() != 8) {
            throw new IllegalArgumentException("a kid is 8 hexadecimal digits");
        }
        return new Kid(HexFormat.fromHexDigits(hex));
    }

    /** 8 lower-case hexadecimal digits, as in the JWKS. */
    public String hex() {
        return HexFormat.of().toHexDigits(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
