package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import parkgate.http.CheckedBodies;

/** What gates send, as far as it goes without a lot, under a fuzzer. */
class ScanBodyFuzzTest {
    /** The reader by hand takes what the contract's schema takes, and no more but odd characters in the code. */
    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void scan(byte[] input) {
        Scan byHand = CheckedBodies.answered(() -> ScanReader.read(Buffer.buffer(input)));
        JsonObject bySchema = CheckedBodies.taken("scan", input);
        boolean oddCode = byHand != null && !CheckedBodies.isPlain(byHand.code());
        assertEquals(byHand != null && !oddCode, bySchema != null, "by hand, by schema");
        if (byHand != null && bySchema != null) {
            assertEquals(bySchema.getString("code"), byHand.code());
            assertEquals(
                    bySchema.getString("scanId").toLowerCase(Locale.ROOT),
                    byHand.scanId().toString());
            assertEquals(bySchema.getLong("deviceSeq"), byHand.deviceSeq());
        }
    }

    /** The same of a batch, where the reader looks at 500 scans at most and is as strict. */
    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void batch(byte[] input) {
        List<OfflineTold> byHand = CheckedBodies.answered(() -> BatchReader.read(Buffer.buffer(input)));
        JsonObject bySchema = CheckedBodies.taken("scanBatch", input);
        boolean oddCode = byHand != null
                && byHand.stream()
                        .anyMatch(told -> !CheckedBodies.isPlain(told.scan().code()));
        assertEquals(byHand != null && !oddCode, bySchema != null, "by hand, by schema");
        if (byHand != null && bySchema != null) {
            assertEquals(bySchema.getJsonArray("scans").size(), byHand.size());
        }
    }

    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void passage(byte[] input) {
        JsonObject passage = CheckedBodies.taken("reportPassage", input);
        if (passage != null) {
            CheckedBodies.answered(() -> PassageRoute.extra(passage));
        }
    }
}
