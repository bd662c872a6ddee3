package parkgate.key;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import parkgate.http.CheckedBodies;
import parkgate.http.KeyKind;

/** The bodies that make keys, as far as they go without a database, under a fuzzer. */
class KeyBodyFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void key(byte[] input) {
        JsonObject lane = CheckedBodies.taken("createLaneKey", input);
        if (lane != null) {
            CheckedBodies.answered(() -> KeyExpiry.of(lane, NOW));
        }
        JsonObject access = CheckedBodies.taken("createAccessKey", input);
        if (access != null) {
            CheckedBodies.answered(() -> KeyExpiry.of(access, NOW));
            assertTrue(KeyKind.of(access.getString("kind")).isPresent());
        }
    }
}
