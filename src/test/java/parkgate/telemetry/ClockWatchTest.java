package parkgate.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parkgate.testing.Await;

class ClockWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-29T00:59:59Z");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> told = new ArrayList<>();
    private final Map<String, Duration> serversAhead =
            new HashMap<>(Map.of("postgres", Duration.ZERO, "redis", Duration.ZERO));
    private final Deque<Instant> ours = new ArrayDeque<>();
    private final ClockWatch watch = new ClockWatch(
            vertx,
            (InstantSource) () -> ours.isEmpty() ? NOW : ours.removeFirst(),
            Map.of("postgres", server("postgres"), "redis", server("redis")),
            new ClockWatch.Watcher() {
                @Override
                public void wrong(String detail) {
                    told.add(detail);
                }

                @Override
                public void rightAgain() {
                    told.add("right again");
                }
            },
            metrics);

    @AfterEach
    void end() {
        Await.result(vertx.close());
    }

    private Supplier<Future<Instant>> server(String name) {
        return () -> {
            Duration ahead = serversAhead.get(name);
            return ahead == null ? Future.failedFuture("away") : Future.succeededFuture(NOW.plus(ahead));
        };
    }

    private void look(Duration postgresAhead, Duration redisAhead) {
        serversAhead.put("postgres", postgresAhead);
        serversAhead.put("redis", redisAhead);
        Await.result(watch.look());
    }

    private double offset(String server) {
        return metrics.get("parkgate_clock_offset_seconds")
                .tag("server", server)
                .gauge()
                .value();
    }

    private String said() {
        Finding finding = watch.finding();
        return finding instanceof Finding.Note note
                ? note.text()
                : finding instanceof Finding.Missing missing ? missing.text() : "";
    }

    @Test
    void a_clock_that_is_right_is_not_worth_a_word() {
        look(Duration.ofMillis(1_999), Duration.ofMillis(-1_999));
        assertInstanceOf(Finding.Good.class, watch.finding());
        assertEquals(List.of(), told);
        assertEquals(-1.999, offset("postgres"));
        assertEquals(1.999, offset("redis"));
    }

    @Test
    void one_that_is_off_is_noticed_then_alarmed_and_right_again() {
        look(Duration.ofMillis(-3_000), Duration.ofMillis(-2_500));
        assertInstanceOf(Finding.Note.class, watch.finding());
        assertEquals(List.of(), told);
        look(Duration.ofSeconds(-5), Duration.ofSeconds(-6));
        assertEquals(List.of("this instance's clock is 5.0 s ahead of postgres's, 6.0 s ahead of redis's"), told);
        look(Duration.ZERO, Duration.ZERO);
        assertEquals("right again", told.get(1));
        look(Duration.ZERO, Duration.ZERO);
        assertEquals(2, told.size(), "said once");
        assertInstanceOf(Finding.Good.class, watch.finding());
    }

    @Test
    void beyond_a_step_codes_of_phones_may_be_refused_and_beyond_five_minutes_it_is_not_ready() {
        look(Duration.ofSeconds(15), Duration.ofSeconds(15));
        assertInstanceOf(Finding.Note.class, watch.finding());
        assertTrue(said().endsWith("right codes of phones may be refused here"), said());
        assertTrue(said().contains("15.0 s behind"), said());
        look(Duration.ofMinutes(5), Duration.ofMinutes(5));
        assertInstanceOf(Finding.Note.class, watch.finding());
        look(Duration.ofMinutes(5).plusMillis(1), Duration.ofMinutes(6));
        assertInstanceOf(Finding.Missing.class, watch.finding());
    }

    @Test
    void where_one_server_alone_differs_that_one_may_be_wrong() {
        look(Duration.ofMinutes(-10), Duration.ZERO);
        assertInstanceOf(Finding.Note.class, watch.finding());
        assertTrue(said().endsWith("not all of them say so"), said());
        assertEquals(List.of(), told);
        look(Duration.ofMinutes(-10), Duration.ofMinutes(10));
        assertInstanceOf(Finding.Note.class, watch.finding());
    }

    @Test
    void a_server_that_is_away_has_no_say() {
        look(null, Duration.ofSeconds(-20));
        assertEquals(1, told.size());
        assertTrue(Double.isNaN(offset("postgres")));
        look(null, null);
        assertEquals(1, told.size(), "nobody can say");
        assertInstanceOf(Finding.Good.class, watch.finding());
        look(Duration.ZERO, null);
        assertEquals("right again", told.get(1));
    }

    @Test
    void the_median_of_the_round_trips_counts_and_slow_or_stepped_ones_do_not() {
        Instant sent = NOW;
        assertEquals(
                Optional.of(Duration.ofMillis(-60)),
                ClockOffset.median(List.of(
                        new ClockOffset.Sample(sent, sent.plusMillis(100), sent.plusMillis(80)),
                        new ClockOffset.Sample(sent, sent.plusMillis(500), sent.plusMillis(1_000)), // 0
                        new ClockOffset.Sample(sent, sent.plusMillis(70), sent.plusMillis(4)), // -68
                        new ClockOffset.Sample(sent, sent.minusSeconds(9), sent.plusMillis(1_001)), // too slow
                        new ClockOffset.Sample(sent, sent.minusSeconds(9), sent.minusMillis(1))))); // our clock stepped
        assertEquals(Optional.empty(), ClockOffset.median(List.of()));
    }

    /** A leap second that is repeated: our clock shows the same second twice while theirs does not yet. */
    @Test
    void a_repeated_or_smeared_second_alarms_nobody() {
        for (long ms = -1_000; ms <= 1_000; ms += 100) {
            look(Duration.ofMillis(ms), Duration.ofMillis(ms));
            assertInstanceOf(Finding.Good.class, watch.finding());
        }
        assertEquals(List.of(), told);
    }
}
