package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.Patience;

/**
 * Asks the service about one scan, again under the same scanId while there is time: a grant that was decided unheard is
 * then answered, not decided twice.
 */
public final class Asking {
    /**
     * A lane's: the barrier has an answer within 2.5 s at the latest. The first attempt has 1.5 s, more than the 1 s after
     * which the service answers that PostgreSQL is slow.
     */
    public static final Patience LANE =
            new Patience(Duration.ofMillis(2_500), Duration.ofMillis(50), Duration.ofMillis(400));

    public static final Duration ATTEMPT = Duration.ofMillis(1_500);

    private final Line line;
    private final Patience patience;
    private final Duration attempt;
    private final Consumer<String> complaints;
    private final LongAdder lost = new LongAdder();
    private final LongAdder putOff = new LongAdder();

    /**
     * Asks over a line.
     *
     * @param attempt the longest that one request may take
     * @param complaints gets what people should know of an answer that was none
     */
    public Asking(Line line, Patience patience, Duration attempt, Consumer<String> complaints) {
        this.line = line;
        this.patience = patience;
        this.attempt = attempt;
        this.complaints = complaints;
    }

    /**
     * A decision of the service.
     *
     * @param attempts how often it was asked, at least once
     * @param tookNanos of the last attempt
     */
    public record Answered(JsonNode body, int attempts, long tookNanos) {}

    /** The answer; null where the service did not decide in time. */
    public @Nullable Answered ask(ObjectNode scan) {
        long giveUp = System.nanoTime() + patience.whole().toNanos();
        for (int attempts = 1; ; attempts++) {
            long start = System.nanoTime();
            long retryAfter = 0;
            try {
                Duration left = Duration.ofNanos(Math.max(1_000_000, giveUp - start));
                LineReply reply =
                        line.call("POST", "/v1/scans", scan, Map.of(), left.compareTo(attempt) < 0 ? left : attempt);
                if (reply.status() == 200) {
                    return new Answered(reply.json(), attempts, System.nanoTime() - start);
                }
                if (reply.status() == 409 && scan.remove("eventTime") != null) {
                    // Our clock is wrong, or the service's: the scan itself is of this moment.
                    complaints.accept("the service takes the scan for an old one: are the clocks right?");
                    continue;
                }
                if (!reply.asksAgain()) {
                    complaints.accept("POST /v1/scans: " + reply.trouble());
                    return null;
                }
                putOff.increment();
                retryAfter = reply.retryAfterSeconds();
            } catch (IOException noAnswer) {
                lost.increment();
            }
            long waitMs = patience.waitMs(attempts, retryAfter);
            if (System.nanoTime() + Duration.ofMillis(waitMs).toNanos() >= giveUp || !slept(waitMs)) {
                return null;
            }
        }
    }

    /** Attempts that got no answer. */
    public long lost() {
        return lost.sum();
    }

    /** Answers that asked to be asked again. */
    public long putOff() {
        return putOff.sum();
    }

    private static boolean slept(long ms) {
        try {
            Thread.sleep(ms);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
