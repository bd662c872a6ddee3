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
 * @param audit its rows, after they were written; empty: for ever
 */
public record Kept(Duration plates, Duration scans, Optional<Duration> sessions, Optional<Duration> audit) {
    /** An instance that has been away for longer than this reads everything anew. */
    static final Duration CHANGES = Duration.ofDays(7);

    /** In days; 0 keeps sessions or the audit for ever. */
    public static Kept days(int plates, int scans, int sessions, int audit) {
        return new Kept(Duration.ofDays(plates), Duration.ofDays(scans), orForEver(sessions), orForEver(audit));
    }

    private static Optional<Duration> orForEver(int days) {
        return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }

    /** What happened before this is not kept. */
    static OffsetDateTime before(Instant now, Duration kept) {
        return now.minus(kept).atOffset(ZoneOffset.UTC);
    }
}
