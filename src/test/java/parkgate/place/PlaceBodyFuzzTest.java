package parkgate.place;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import parkgate.http.CheckedBodies;

/** The bodies of places, lanes and pools, as far as they go without a database, under a fuzzer. */
class PlaceBodyFuzzTest {
    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void place(byte[] input) {
        JsonObject place = CheckedBodies.taken("putPlace", input);
        if (place != null) {
            CheckedBodies.answered(() -> PlaceJson.of(PlaceJson.place("place", place), ZoneOffset.UTC));
        }
        JsonObject lane = CheckedBodies.taken("putLane", input);
        if (lane != null) {
            CheckedBodies.answered(() -> PlaceJson.of(
                    PlaceJson.lane("lot", "lane", lane), lane.getString("fromArea"), lane.getString("toArea")));
        }
        JsonObject pool = CheckedBodies.taken("putPool", input);
        if (pool != null) {
            CheckedBodies.answered(() -> PlaceJson.of(PlaceJson.pool("pool", pool)));
        }
    }
}
