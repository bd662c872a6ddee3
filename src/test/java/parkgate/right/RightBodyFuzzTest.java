package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import parkgate.core.access.Right;
import parkgate.http.CheckedBodies;
import parkgate.right.AssignedRight.Terms;

/** The bodies that give and change a right, as far as they go without a database, under a fuzzer. */
class RightBodyFuzzTest {
    private static final Terms BEFORE = new Terms(
            Right.Type.STAFF, Instant.EPOCH, Instant.EPOCH.plusSeconds(1), List.of(), "pool", OfflinePolicy.CACHED);

    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void right(byte[] input) {
        JsonObject given = CheckedBodies.taken("createRight", input);
        if (given != null) {
            assertReadAgain(CheckedBodies.answered(() -> RightJson.terms(given)));
        }
        JsonObject changed = CheckedBodies.taken("patchRight", input);
        if (changed != null) {
            assertReadAgain(CheckedBodies.answered(() -> RightJson.merged(changed, BEFORE)));
        }
    }

    private static void assertReadAgain(Terms terms) {
        if (terms != null) {
            assertEquals(terms.windows(), Recurring.read(Recurring.json(terms.windows())));
        }
    }
}
