package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import parkgate.signing.SharedVectors;

/** Wycheproof's HMAC-SHA-1, under the values of class T. */
class HmacVectorsTest {
    @Test
    void hmac_sha_1_gives_exactly_the_valid_tags() {
        JsonArray groups = SharedVectors.json("wycheproof/hmac_sha1_test.json").getJsonArray("testGroups");
        int tests = 0;
        List<Integer> wrong = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            JsonObject group = groups.getJsonObject(g);
            for (Object member : group.getJsonArray("tests")) {
                JsonObject test = (JsonObject) member;
                tests++;
                byte[] whole = Hmac.of("HmacSHA1", bytes(test, "key")).doFinal(bytes(test, "msg"));
                byte[] tag = Arrays.copyOf(whole, group.getInteger("tagSize") / 8);
                if (Arrays.equals(tag, bytes(test, "tag"))
                        != test.getString("result").equals("valid")) {
                    wrong.add(test.getInteger("tcId"));
                }
            }
        }
        assertEquals(170, tests);
        assertEquals(List.of(), wrong);
    }

    private static byte[] bytes(JsonObject test, String field) {
        return HexFormat.of().parseHex(test.getString(field));
    }
}
