package parkgate.signing;

import java.nio.charset.StandardCharsets;
import parkgate.core.code.CodeSigner;

/** COSE_Sign1 (RFC 9052 section 4.2) of what is no code: status lists and key sets, told apart by their signed type. */
final class CoseSign1 {
    /** RFC 9864: Ed25519. */
    static final int ED25519 = -19;

    private static final int SIGN1 = 18;
    private static final int ALG = 1;
    private static final int KID = 4;

    /** RFC 9596. */
    private static final int TYPE = 16;

    private CoseSign1() {}

    /**
     * A tagged message. Its unprotected header is empty.
     *
     * @param type a media type: who expects another takes the message for none of its own
     */
    static byte[] of(String type, byte[] payload, CodeSigner key) {
        byte[] guarded = new Cbor()
                .map(3)
                .integer(ALG)
                .integer(ED25519)
                .integer(KID)
                .bytes(kid(key.kid().value()))
                .integer(TYPE)
                .text(type)
                .done();
        byte[] toBeSigned = new Cbor()
                .array(4)
                .text("Signature1")
                .bytes(guarded)
                .bytes(new byte[0])
                .bytes(payload)
                .done();
        return new Cbor()
                .tag(SIGN1)
                .array(4)
                .bytes(guarded)
                .map(0)
                .bytes(payload)
                .bytes(key.sign(toBeSigned))
                .done();
    }

    /** The 4 bytes of a kid. */
    static byte[] kid(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** A text's bytes in US-ASCII. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
