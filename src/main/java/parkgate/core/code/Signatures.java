package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/** Port: signature mathematics. Keys are made once and used often, since making one costs. */
public interface Signatures {
    /**
     * An Ed25519 key (RFC 8032).
     *
     * @param publicKey 32 bytes
     * @return null where the bytes are no point of the curve
     */
    @Nullable
    VerifyingKey ed25519(byte[] publicKey);

    /**
     * An ES256 key; signatures in P1363 form.
     *
     * @return null where the point is not on P-256
     */
    @Nullable
    VerifyingKey p256(DeviceKey publicKey);

    /**
     * True where a verification takes about 0.1 ms and so may run on an event loop; false where it takes several times
     * that and is to run beside it.
     */
    boolean isNative();
}
