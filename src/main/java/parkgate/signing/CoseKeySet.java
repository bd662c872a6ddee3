package parkgate.signing;

import java.time.Instant;
import java.util.List;
import parkgate.core.CodeClass;
import parkgate.core.code.CodeSigner;

/**
 * The public keys for lanes: a COSE_Key_Set (RFC 9052 section 7) with a version, in a COSE_Sign1 under the status key.
 *
 * <pre>
 * {"keys": [{1 kty: 1, 2 kid: 4 bytes, 3 alg: -19, 4 key_ops: [2], -1 crv: 6, -2 x: 32 bytes,
 *            "classes": [0 | 1 | 2 …], "purpose": "code" | "paper" | "status"} …],
 *  "version": uint, "issued-at": unix seconds}
 * </pre>
 */
public final class CoseKeySet {
    /** Stands in its signed header, so that nothing else under the status key is taken for it. */
    public static final String TYPE = "application/vnd.parkgate.key-set+cose";

    private static final int VERIFY = 2;

    private CoseKeySet() {}

    /**
     * The signed set.
     *
     * @param version rises whenever the keys change; who has seen a higher one refuses this
     */
    public static byte[] of(long version, Instant issuedAt, List<PublicKeyInfo> keys, CodeSigner statusKey) {
        Cbor set = new Cbor().map(3).text("keys").array(keys.size());
        for (PublicKeyInfo key : keys) {
            set.map(8)
                    .integer(1)
                    .integer(1)
                    .integer(2)
                    .bytes(CoseSign1.kid(key.kid().value()))
                    .integer(3)
                    .integer(CoseSign1.ED25519)
                    .integer(4)
                    .array(1)
                    .integer(VERIFY)
                    .integer(-1)
                    .integer(6)
                    .integer(-2)
                    .bytes(key.x())
                    .text("classes");
            List<CodeClass> classes = key.classes().stream().sorted().toList();
            set.array(classes.size());
            classes.forEach(one -> set.integer(number(one)));
            set.text("purpose").text(key.purpose().word());
        }
        set.text("version").integer(version).text("issued-at").integer(issuedAt.getEpochSecond());
        return CoseSign1.of(TYPE, set.done(), statusKey);
    }

    /** As in claim -65537 of a code. */
    private static int number(CodeClass codeClass) {
        return switch (codeClass) {
            case S -> 0;
            case T -> 1;
            case D -> 2;
        };
    }
}
