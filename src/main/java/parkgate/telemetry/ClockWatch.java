package parkgate.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares this instance's clock with those of the servers behind it, each minute. It is this instance that is wrong when
 * they all say so; where one alone says so, that one may be.
 */
public final class ClockWatch {
    /** Less is not worth a word: a round trip, a slow tick. */
    static final Duration NOTICED = Duration.ofSeconds(2);

    /** A third of a rotating code's step: somebody should look, and nobody is refused yet. */
    static final Duration ALARMING = Duration.ofSeconds(5);

    /** Codes of phones are good from two steps of 15 s behind to one ahead: beyond one, right ones may be refused. */
    static final Duration CODES_REFUSED = Duration.ofSeconds(15);

    /** All other times may be off by so much. */
    static final Duration TOLERATED = Duration.ofMinutes(5);

    private static final long EVERY_MS = 60_000;
    private static final long FIRST_MS = 500;
    private static final long PATIENCE_MS = 1_000;
    private static final int QUESTIONS = 5;

    private final Vertx vertx;
    private final InstantSource clock;
    private final Map<String, Supplier<Future<Instant>>> servers;
    private final Watcher watcher;
    private final Map<String, Duration> offsets = new ConcurrentHashMap<>();
    private boolean alarmed;
    private long timer;

    /** Who is told. */
    public interface Watcher {
        /** The clock is off by more than is good; told again each minute. */
        void wrong(String detail);

        /** It was off, and is right again. */
        void rightAgain();
    }

    /**
     * Watches nothing yet.
     *
     * @param servers what each one's clock shows, by its name
     */
    public ClockWatch(
            Vertx vertx,
            InstantSource clock,
            Map<String, Supplier<Future<Instant>>> servers,
            Watcher watcher,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.clock = clock;
        this.servers = new TreeMap<>(servers);
        this.watcher = watcher;
        for (String server : servers.keySet()) {
            Gauge.builder("parkgate_clock_offset_seconds", offsets, known -> seconds(known.get(server)))
                    .description("How far this instance's clock is ahead of that server's; no number while it is away")
                    .tag("server", server)
                    .register(metrics);
        }
    }

    private static double seconds(@Nullable Duration offset) {
        return offset == null ? Double.NaN : offset.toMillis() / 1_000.0;
    }

    /** Begins. */
    public void start() {
        timer = vertx.setTimer(FIRST_MS, x -> round());
    }

    /** Ends. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void round() {
        look().onComplete(x -> timer = vertx.setTimer(EVERY_MS, y -> round()));
    }

    /** Asks every server now; succeeds when all is compared. */
    Future<Void> look() {
        List<Future<Void>> asked = new ArrayList<>();
        servers.forEach((name, server) ->
                asked.add(ask(server, new ArrayList<>(), QUESTIONS).map(samples -> {
                    ClockOffset.median(samples)
                            .ifPresentOrElse(offset -> offsets.put(name, offset), () -> offsets.remove(name));
                    return null;
                })));
        return Future.join(asked).<Void>mapEmpty().onComplete(x -> tell());
    }

    private Future<List<ClockOffset.Sample>> ask(
            Supplier<Future<Instant>> server, List<ClockOffset.Sample> samples, int questions) {
        if (questions == 0) {
            return Future.succeededFuture(samples);
        }
        Instant sent = clock.instant();
        return server.get()
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onSuccess(theirs -> samples.add(new ClockOffset.Sample(sent, theirs, clock.instant())))
                .transform(asked -> asked.failed()
                        ? Future.succeededFuture(samples) // away: not asked again in this round
                        : ask(server, samples, questions - 1));
    }

    private void tell() {
        if (offsets.isEmpty()) {
            return; // nobody can say: what was said stands
        }
        boolean wrong = own().filter(off -> off.abs().compareTo(ALARMING) >= 0).isPresent();
        if (wrong) {
            watcher.wrong(text());
        } else if (alarmed) {
            watcher.rightAgain();
        }
        alarmed = wrong;
    }

    /** How far this instance is off, by all that could be asked: the least that any of them says. Empty: it is right. */
    private Optional<Duration> own() {
        List<Duration> all = List.copyOf(offsets.values());
        boolean ahead = all.stream().allMatch(off -> off.compareTo(NOTICED) >= 0);
        boolean behind = all.stream().allMatch(off -> off.compareTo(NOTICED.negated()) <= 0);
        return ahead || behind ? all.stream().min((a, b) -> a.abs().compareTo(b.abs())) : Optional.empty();
    }

    private String text() {
        StringBuilder text = new StringBuilder("this instance's clock is ");
        String and = "";
        for (Map.Entry<String, Duration> one : new TreeMap<>(offsets).entrySet()) {
            Duration off = one.getValue();
            text.append(and)
                    .append(String.format(Locale.ROOT, "%.1f s ", off.abs().toMillis() / 1_000.0))
                    .append(off.isNegative() ? "behind " : "ahead of ")
                    .append(one.getKey())
                    .append("'s");
            and = ", ";
        }
        return text.toString();
    }

    /** For readiness: a note from {@link #NOTICED} on, missing beyond {@link #TOLERATED}. */
    public Finding finding() {
        Optional<Duration> own = own();
        if (own.isEmpty()) {
            boolean oneIsOff =
                    offsets.values().stream().anyMatch(off -> off.abs().compareTo(NOTICED) >= 0);
            return oneIsOff ? new Finding.Note(text() + ", and not all of them say so") : new Finding.Good();
        }
        Duration off = own.get().abs();
        if (off.compareTo(TOLERATED) > 0) {
            return new Finding.Missing(text() + ": more than is tolerated");
        }
        return new Finding.Note(
                off.compareTo(CODES_REFUSED) < 0 ? text() : text() + ": right codes of phones may be refused here");
    }
}
