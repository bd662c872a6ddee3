package parkgate.gatesim.lane.device;

import java.io.IOException;
import java.util.Map;

/** Port: what raises the barrier. */
@FunctionalInterface
public interface Barrier {
    /**
     * Raises it.
     *
     * @param why {@code PARKGATE_DECISION_ID}, {@code PARKGATE_LANE_ID}, {@code PARKGATE_REASON}
     * @throws IOException where it surely or maybe stayed down
     */
    void open(Map<String, String> why) throws IOException;
}
