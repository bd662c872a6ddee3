package parkgate.signing;

import parkgate.core.code.CodeSigner;

/** What a lane may decide by when it can ask nobody, in a COSE_Sign1 under the status key; the payload is JSON. */
public final class SignedPack {
    /** Stands in its signed header, so that nothing else under the status key is taken for it. */
    public static final String TYPE = "application/vnd.parkgate.offline-pack+cose";

    private SignedPack() {}

    /** The signed pack. Signing hashes it twice: a large one not on an event loop. */
    public static byte[] of(byte[] payload, CodeSigner statusKey) {
        return CoseSign1.of(TYPE, payload, statusKey);
    }
}
