package parkgate.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened without the lot's leave. Missing texts are empty.
 *
 * @param kind RESTORED, SET, RESET, CLOSE or PASSED
 * @param key of its event: the same key is the same happening
 * @param direction of a passage; else null
 * @param entryMs when a restored stay began, unix milliseconds; else 0
 * @param count what a SET sets; else 0
 */
public record Happening(
        long nowMs,
        EventKind kind,
        String key,
        @Nullable Direction direction,
        String laneId,
        String credentialId,
        String rootId,
        String sessionId,
        String decisionId,
        String rightId,
        String poolId,
        long entryMs,
        int count,
        List<String> flags,
        String extra) {

    public Happening {
        flags = List.copyOf(flags);
    }
}
