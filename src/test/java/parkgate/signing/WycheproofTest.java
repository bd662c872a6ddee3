package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Hkdf;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/** Google's and C2SP's sets of known attacks on signature code. They lie beside the repository, not in it. */
class WycheproofTest {
    static Stream<Signatures> libraries() throws GeneralSecurityException {
        return Stream.of(CorrettoSignatures.load(), SignatureLibrary.slow());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void ed25519_verifies_exactly_the_valid_signatures(Signatures library) {
        Outcome outcome = run("ed25519_test.json", group -> {
            byte[] key =
                    HexFormat.of().parseHex(group.getJsonObject("publicKey").getString("pk"));
            return library.ed25519(key);
        });
        assertEquals(151, outcome.tests);
        assertEquals(List.of(), outcome.wrong);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void p256_verifies_exactly_the_valid_signatures(Signatures library) {
        Outcome outcome = run("ecdsa_secp256r1_sha256_p1363_test.json", group -> {
            JsonObject key = group.getJsonObject("publicKey");
            BigInteger y = new BigInteger(key.getString("wy"), 16);
            return library.p256(new DeviceKey(new BigInteger(key.getString("wx"), 16), y.testBit(0)));
        });
        assertEquals(262, outcome.tests);
        assertEquals(List.of(), outcome.wrong);
    }

    @Test
    void hkdf_derives_exactly_the_valid_keys() {
        JsonObject set = SharedVectors.json("wycheproof/hkdf_sha256_test.json");
        int tests = 0;
        for (Object group : set.getJsonArray("testGroups")) {
            for (Object member : ((JsonObject) group).getJsonArray("tests")) {
                JsonObject test = (JsonObject) member;
                tests++;
                int size = test.getInteger("size");
                if (test.getString("result").equals("valid")) {
                    assertEquals(test.getString("okm"), HexFormat.of().formatHex(derived(test, size)));
                } else {
                    assertThrows(IllegalArgumentException.class, () -> derived(test, size));
                }
            }
        }
        assertEquals(86, tests);
    }

    private static byte[] derived(JsonObject test, int size) {
        return Hkdf.sha256(bytes(test, "ikm"), bytes(test, "salt"), bytes(test, "info"), size);
    }

    private record Outcome(int tests, List<String> wrong) {}

    private static Outcome run(String file, Function<JsonObject, VerifyingKey> keys) {
        JsonObject set = SharedVectors.json("wycheproof/" + file);
        int tests = 0;
        List<String> wrong = new ArrayList<>();
        for (Object groupMember : set.getJsonArray("testGroups")) {
            JsonObject group = (JsonObject) groupMember;
            VerifyingKey key = keys.apply(group);
            assertNotNull(key);
            for (Object testMember : group.getJsonArray("tests")) {
                JsonObject test = (JsonObject) testMember;
                tests++;
                boolean verifies = key.verifies(bytes(test, "msg"), bytes(test, "sig"));
                if (verifies != test.getString("result").equals("valid")) {
                    wrong.add(test.getInteger("tcId") + " " + test.getString("comment"));
                }
            }
        }
        return new Outcome(tests, wrong);
    }

    private static byte[] bytes(JsonObject test, String field) {
        return HexFormat.of().parseHex(test.getString(field));
    }
}
