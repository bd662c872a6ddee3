package parkgate.core.code;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a phone appends to its class D code: {@code step:uint32 big-endian || signature:64}, where the signature is
 * ES256 in its IEEE P1363 form over {@code "QP1D" || cose || step}.
 */
public final class DeviceProof {
    private static final int STEP_BYTES = 4;

    private final long step;
    private final byte[] signature;

    private DeviceProof(long step, byte[] signature) {
        this.step = step;
        this.signature = signature;
    }

    /** Null unless it has exactly 68 bytes. Never throws on any input. */
    static @Nullable DeviceProof read(byte[] bytes) {
        if (bytes.length != STEP_BYTES + Layout.SIGNATURE_BYTES) {
            return null;
        }
        long step = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt());
        return new DeviceProof(step, Arrays.copyOfRange(bytes, STEP_BYTES, bytes.length));
    }

    /**
     * The bytes a phone signs.
     *
     * @param cose the code's signed part
     * @param step 0 to 2^32 - 1
     */
    public static byte[] message(byte[] cose, long step) {
        return ByteBuffer.allocate(Layout.PROOF_DOMAIN.length + cose.length + STEP_BYTES)
                .put(Layout.PROOF_DOMAIN)
                .put(cose)
                .putInt((int) step)
                .array();
    }

    /**
     * The proof as it stands behind the second dot.
     *
     * @param step 0 to 2^32 - 1
     * @param signature 64 bytes
     */
    public static String text(long step, byte[] signature) {
        if (signature.length != Layout.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("an ES256 signature in P1363 form has 64 bytes");
        }
        return Base32.encode(ByteBuffer.allocate(STEP_BYTES + Layout.SIGNATURE_BYTES)
                .putInt((int) step)
                .put(signature)
                .array());
    }

    long step() {
        return step;
    }

    byte[] signature() {
        return signature;
    }
}
