package parkgate.core.code;

import java.math.BigInteger;

/**
 * A phone's public key: a P-256 point in compressed form, as the {@code cnf} claim carries it (RFC 8747). Whether the
 * point is on the curve is the business of {@link Signatures#p256}.
 *
 * @param x the x coordinate, 0 to 2^256 - 1
 * @param yOdd the lowest bit of y
 */
public record DeviceKey(BigInteger x, boolean yOdd) {
    /** Length of a coordinate in bytes. */
    public static final int BYTES = 32;

    public DeviceKey {
        if (x.signum() < 0 || x.bitLength() > BYTES * 8) {
            throw new IllegalArgumentException("x has at most 256 bits");
        }
    }

    /**
     * The key of its parts.
     *
     * @param x exactly {@value #BYTES} bytes, big-endian
     */
    public static DeviceKey of(byte[] x, boolean yOdd) {
        if (x.length != BYTES) {
            throw new IllegalArgumentException("x has 32 bytes");
        }
        return new DeviceKey(new BigInteger(1, x), yOdd);
    }

    /** The x coordinate as exactly {@value #BYTES} bytes, big-endian. */
    public byte[] xBytes() {
        byte[] out = new byte[BYTES];
        byte[] raw = x.toByteArray();
        int n = Math.min(raw.length, BYTES);
        System.arraycopy(raw, raw.length - n, out, BYTES - n, n);
        return out;
    }
}
