package parkgate.core.code;

/** A public key made ready for use. Safe for use by many threads. */
@FunctionalInterface
public interface VerifyingKey {
    /**
     * True when {@code signature} is this key's over {@code message}. Never throws on any input; a signature that has
     * not exactly 64 bytes is refused before any mathematics (some libraries accept longer ones).
     */
    boolean verifies(byte[] message, byte[] signature);
}
