package parkgate.core.code;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A phone's public key: a P-256 point in compressed form, as the {@code cnf} claim carries it (RFC 8747). Whether the
 * point is on the curve is the business of {@link Signatures#p256}.
 *
 * @param x the x coordinate, 0 to 2^256 - 1
 * @param yOdd the lowest bit of y
 */
public record DeviceKey(BigInteger x, boolean yOdd) {
    /** P-256: y^2 = x^3 - 3x + b over the integers modulo p (FIPS 186-5, SP 800-186 section 3.2.1.3). */
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    private static final BigInteger THREE = BigInteger.valueOf(3);

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

    /**
     * The key of a whole point.
     *
     * @param x exactly {@value #BYTES} bytes, big-endian
     * @param y likewise
     * @return null where the point is not on P-256
     */
    public static @Nullable DeviceKey ofPoint(byte[] x, byte[] y) {
        if (x.length != BYTES || y.length != BYTES) {
            return null;
        }
        BigInteger atX = new BigInteger(1, x);
        BigInteger atY = new BigInteger(1, y);
        if (atX.compareTo(P) >= 0 || atY.compareTo(P) >= 0) {
            return null;
        }
        BigInteger right =
                atX.multiply(atX).subtract(THREE).multiply(atX).add(B).mod(P);
        return atY.multiply(atY).mod(P).equals(right) ? new DeviceKey(atX, atY.testBit(0)) : null;
    }

    /** The key of {@link #compressed}'s bytes. */
    public static DeviceKey ofCompressed(byte[] bytes) {
        if (bytes.length != 1 + BYTES || (bytes[0] != 2 && bytes[0] != 3)) {
            throw new IllegalArgumentException("a compressed point has 33 bytes");
        }
        return of(Arrays.copyOfRange(bytes, 1, bytes.length), bytes[0] == 3);
    }

    /** SEC 1's compressed form: 02 or 03, then x; 33 bytes. */
    public byte[] compressed() {
        byte[] out = new byte[1 + BYTES];
        out[0] = (byte) (yOdd ? 3 : 2);
        System.arraycopy(xBytes(), 0, out, 1, BYTES);
        return out;
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
