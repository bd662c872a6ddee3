package parkgate.core.code;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;

/** The constant bytes of the COSE_Sign1 message that a code carries, between which the variable ones stand. */
final class Layout {
    /** Tag 18 (COSE_Sign1), array of 4. */
    static final byte[] HEAD = bytes("d284");

    /** Protected header as a 9-byte string: {1: -19 (Ed25519, RFC 9864), 4: kid of 4 bytes}, up to the kid. */
    static final byte[] PROTECTED = bytes("49a201320444");

    /** The unprotected header: empty. */
    static final byte[] UNPROTECTED = bytes("a0");

    /** A byte string whose length is the one byte that follows. */
    static final byte[] BYTES_U8 = bytes("58");

    static final byte[] MAP_OF_4 = bytes("a4");
    static final byte[] MAP_OF_5 = bytes("a5");
    static final byte[] EXP_U32 = bytes("041a");
    static final byte[] NBF_U32 = bytes("051a");
    static final byte[] CTI_10 = bytes("074a");

    /** cnf {1 (COSE_Key): {1 kty: 2 (EC2), -1 crv: 1 (P-256), -2 x: 32 bytes, up to them. */
    static final byte[] CNF_X = bytes("08a101a401022001215820");

    /** -3 y: true or false, in its compressed form. */
    static final byte[] CNF_Y = bytes("22");

    static final int TRUE = 0xf5;
    static final int FALSE = 0xf4;

    /** Claim -65537: array of 2. */
    static final byte[] STATUS = bytes("3a0001000082");

    /** A byte string of the 64 bytes that follow. */
    static final byte[] SIGNATURE = bytes("5840");

    static final int SIGNATURE_BYTES = 64;

    /** Sig_structure (RFC 9052 section 4.4): array of 4, "Signature1". */
    static final byte[] SIG_STRUCTURE = bytes("846a5369676e617475726531");

    /** The empty external_aad of the Sig_structure. */
    static final byte[] NO_EXTERNAL = bytes("40");

    /** What stands before the code and the step in the message that a phone signs. */
    static final byte[] PROOF_DOMAIN = "QP1D".getBytes(StandardCharsets.US_ASCII);

    private Layout() {}

    /** The number of a class in claim -65537. */
    static int number(CodeClass codeClass) {
        return switch (codeClass) {
            case S -> 0;
            case T -> 1;
            case D -> 2;
        };
    }

    /** The class of a number in claim -65537; null when there is none. */
    static @Nullable CodeClass codeClass(int number) {
        return switch (number) {
            case 0 -> CodeClass.S;
            case 1 -> CodeClass.T;
            case 2 -> CodeClass.D;
            default -> null;
        };
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
