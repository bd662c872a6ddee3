package parkgate.gatesim.ledger;

import java.util.UUID;
import parkgate.gatesim.api.Answer;

/**
 * One scan that was answered.
 *
 * @param certain the first attempt was answered, so the service has decided it once and no more
 */
public record ScanRecord(UUID scanId, String lotId, String laneId, Answer answer, boolean certain) {}
