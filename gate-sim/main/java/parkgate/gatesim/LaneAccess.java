package parkgate.gatesim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.LaneKey;
import parkgate.gatesim.api.Office;

/** A fresh key of a lane, made with the admin key and deleted after use: a lane's number of keys stays as it was. */
final class LaneAccess implements AutoCloseable {
    private final Office office;
    private final LaneKey key;

    private LaneAccess(Office office, LaneKey key) {
        this.office = office;
        this.key = key;
    }

    /**
     * Makes a key.
     *
     * @param lotId null to ask each lot of the service whether the lane is its own
     */
    static LaneAccess to(Office office, String laneId, @Nullable String lotId) throws IOException {
        if (lotId != null) {
            return new LaneAccess(office, office.laneKey(lotId, laneId));
        }
        for (JsonNode place : office.list("/v1/places")) {
            if (place.path("type").asText().equals("LOT")) {
                LaneKey key = office.laneKeyIfThere(Office.text(place, "placeId"), laneId);
                if (key != null) {
                    return new LaneAccess(office, key);
                }
            }
        }
        throw new IOException("no lot has a lane " + laneId);
    }

    String key() {
        return key.key();
    }

    @Override
    public void close() {
        office.deleteLaneKey(key);
    }
}
