package parkgate.privacy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How long what concerns people is kept.
 *
 * @param plates after their session closed
 * @param scans after they were received
 * @param sessions after they closed; empty: for ever
 */
public record Kept(Duration plates, Duration scans, Optional<Duration> sessions) {

    /** In days; 0 keeps sessions for ever. */
    public static Kept days(int plates, int scans, int sessions) {
        return new Kept(
                Duration.ofDays(plates),
                Duration.ofDays(scans),
                sessions == 0 ? Optional.empty() : Optional.of(Duration.ofDays(sessions)));
    }

    /** What happened before this is not kept. */
    static OffsetDateTime before(Instant now, Duration kept) {
        return now.minus(kept).atOffset(ZoneOffset.UTC);
    }
}
