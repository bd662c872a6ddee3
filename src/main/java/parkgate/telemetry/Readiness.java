package parkgate.telemetry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this instance can take scans, asked of everyone who can say. Anyone may ask, so an answer stands for
 * {@value #STANDS_MS} ms and those who ask meanwhile share it.
 */
public final class Readiness {
    /** A check that takes longer is as good as one that failed. */
    static final long PATIENCE_MS = 2_000;

    static final long STANDS_MS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final InstantSource clock;
    private final Map<String, Supplier<Future<Finding>>> checks = new ConcurrentSkipListMap<>();
    private @Nullable Future<Report> last;
    private Instant lastAskedAt = Instant.MIN;

    public Readiness(InstantSource clock) {
        this.clock = clock;
    }

    /** The answer: both lists in the order of the checks' names. */
    public record Report(List<String> missing, List<String> notes) {
        public boolean ready() {
            return missing.isEmpty();
        }

        JsonObject json() {
            return new JsonObject()
                    .put("status", ready() ? "READY" : "NOT_READY")
                    .put("missing", new JsonArray(missing))
                    .put("notes", new JsonArray(notes));
        }
    }

    /**
     * Adds a check, or replaces the one of that name.
     *
     * @param check must not block; a failure, or no answer within {@value #PATIENCE_MS} ms, counts as missing
     */
    public void check(String name, Supplier<Future<Finding>> check) {
        checks.put(name, check);
    }

    /** The same for what is known without waiting. */
    public void checkNow(String name, Supplier<Finding> check) {
        check(name, () -> Future.succeededFuture(check.get()));
    }

    /** Takes a check away. */
    public void forget(String name) {
        checks.remove(name);
    }

    /** Asks all checks, or gives the answer that still stands. Never fails. */
    public synchronized Future<Report> report() {
        Instant now = clock.instant();
        Future<Report> standing = last;
        if (standing != null
                && (!standing.isComplete()
                        || Duration.between(lastAskedAt, now).abs().toMillis() < STANDS_MS)) {
            return standing;
        }
        lastAskedAt = now;
        Future<Report> asked = ask();
        last = asked;
        return asked;
    }

    private Future<Report> ask() {
        List<Future<Finding>> asked = new ArrayList<>();
        checks.forEach((name, check) -> asked.add(ask(name, check)));
        return Future.join(asked).map(all -> {
            List<String> missing = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (Object finding : all.list()) {
                if (finding instanceof Finding.Missing lacks) {
                    missing.add(lacks.text());
                } else if (finding instanceof Finding.Note note) {
                    notes.add(note.text());
                }
            }
            return new Report(List.copyOf(missing), List.copyOf(notes));
        });
    }

    private static Future<Finding> ask(String name, Supplier<Future<Finding>> check) {
        return Future.succeededFuture()
                .compose(x -> check.get())
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    LOG.warn("the check of {} failed: {}", name, failure.toString());
                    return new Finding.Missing(name + " does not answer");
                });
    }
}
