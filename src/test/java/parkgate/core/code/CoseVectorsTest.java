package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.Reason;
import parkgate.core.code.Reading.Refused;
import parkgate.signing.GoldenCodes;
import parkgate.signing.SharedVectors;
import parkgate.signing.SignatureLibrary;

/**
 * The COSE working group's vectors. Ours reads one layout of COSE_Sign1 and CWT, so it refuses every one of them before it
 * looks at a signature. Their signatures are checked all the same, over the Sig_structure as our own code puts it together
 * (no external data, the protected bytes as they stand) and over the one the vector names.
 */
class CoseVectorsTest {
    private static final Signatures SIGNATURES = SignatureLibrary.best();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CWT_A_3", // ES256, text claims, other claims
                "CWT_A_4", // COSE_Mac0
                "CWT_A_5", // COSE_Encrypt0
                "CWT_A_6", // COSE_Encrypt0 over COSE_Sign1
                "CWT_A_7", // COSE_Mac0, a time with a fraction
                "eddsa-examples_eddsa-sig-01", // alg -8, content type, kid unprotected, no claims
                "eddsa-examples_eddsa-sig-02", // Ed448
                "sign1-tests_sign-pass-01",
                "sign1-tests_sign-pass-02",
                "sign1-tests_sign-pass-03",
                "sign1-tests_sign-fail-01",
                "sign1-tests_sign-fail-02",
                "sign1-tests_sign-fail-03",
                "sign1-tests_sign-fail-04",
                "sign1-tests_sign-fail-06",
                "sign1-tests_sign-fail-07",
            })
    void none_is_a_code_of_ours(String file) {
        byte[] message = message(vector(file));
        assertNull(SignedCode.read(message));
        assertEquals(
                new Refused(Reason.MALFORMED),
                GoldenCodes.reader(SIGNATURES).read("QP1S." + Base32.encode(message), GoldenCodes.NOW));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "CWT_A_3, true, true, ES256",
        "eddsa-examples_eddsa-sig-01, true, true, Ed25519",
        "sign1-tests_sign-pass-01, false, true, an empty protected map which we would not write as an empty string",
        "sign1-tests_sign-pass-02, false, true, external data which our format has not",
        "sign1-tests_sign-pass-03, true, true, only the tag is missing",
        "sign1-tests_sign-fail-01, true, true, only the tag is wrong: the layout refuses it",
        "sign1-tests_sign-fail-02, false, true, another payload than was signed",
        "sign1-tests_sign-fail-03, false, true, another algorithm than was signed",
        "sign1-tests_sign-fail-04, false, true, another algorithm than was signed",
        "sign1-tests_sign-fail-06, false, true, a protected header more than was signed",
        "sign1-tests_sign-fail-07, false, true, a protected header fewer than was signed",
    })
    void a_signature_is_verified_over_what_stands_in_the_message(
            String file, boolean overOurs, boolean overTheirs, String why) {
        JsonObject vector = vector(file);
        CborItem root = CborItem.of(message(vector));
        List<CborItem> parts = root.major == CborItem.TAG ? root.children.get(0).children : root.children;
        byte[] ours =
                CodeWriter.sigStructure(parts.get(0).written(), parts.get(2).written());
        byte[] theirs =
                HexFormat.of().parseHex(vector.getJsonObject("intermediates").getString("ToBeSign_hex"));
        byte[] signature = parts.get(3).bytes;
        VerifyingKey key = key(vector);
        assertEquals(overOurs, key.verifies(ours, signature), why);
        assertEquals(overTheirs, key.verifies(theirs, signature), why);
        signature[signature.length / 2] ^= 1;
        assertEquals(false, key.verifies(theirs, signature), "a bit of the signature");
    }

    @ParameterizedTest
    @ValueSource(strings = "eddsa-examples_eddsa-sig-02")
    void a_key_of_another_curve_is_no_key(String file) {
        assertNull(SIGNATURES.ed25519(bytes(keyOf(vector(file)), "x")));
    }

    private static JsonObject vector(String file) {
        return SharedVectors.json("cose-wg/" + file + ".json");
    }

    private static byte[] message(JsonObject vector) {
        return HexFormat.of().parseHex(vector.getJsonObject("output").getString("cbor"));
    }

    private static JsonObject keyOf(JsonObject vector) {
        return vector.getJsonObject("input").getJsonObject("sign0").getJsonObject("key");
    }

    private static VerifyingKey key(JsonObject vector) {
        JsonObject key = keyOf(vector);
        VerifyingKey made = key.getString("kty").equals("OKP")
                ? SIGNATURES.ed25519(bytes(key, "x"))
                : SIGNATURES.p256(DeviceKey.ofPoint(bytes(key, "x"), bytes(key, "y")));
        assertNotNull(made);
        return made;
    }

    /** The vectors have a coordinate in hexadecimal or in base64url. */
    private static byte[] bytes(JsonObject key, String name) {
        String hex = key.getString(name + "_hex");
        return hex != null
                ? HexFormat.of().parseHex(hex)
                : Base64.getUrlDecoder().decode(key.getString(name));
    }
}
