package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/**
 * What came of one scan.
 *
 * @param decisionId the service's; of a grant decided here the scanId of the first such scan
 * @param credential whose code it was, where the lane can tell
 * @param passageExpected the service wants to know what the car does
 * @param offline decided here
 * @param line1 for the display, likewise {@code line2}
 * @param answer the service's, a missing node where there is none
 * @param attempts how often the service was asked, 0 where it was not
 * @param tookNanos of the last attempt, 0 where there is none
 */
public record Decided(
        UUID scanId,
        boolean granted,
        String reason,
        String direction,
        String decisionId,
        @Nullable CredentialId credential,
        boolean passageExpected,
        boolean offline,
        String line1,
        String line2,
        JsonNode answer,
        int attempts,
        long tookNanos) {}
