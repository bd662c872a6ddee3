package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.embedded.EmbeddedRedis;
import parkgate.postgres.Database;
import parkgate.redis.Redis;
import parkgate.scan.Decision.Granted;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** An instance dies between the lot's decision and its record: another one's sweep finishes it, and says so. */
class UntoldIT {
    private static final CredentialId CAR = new CredentialId("0000000000000001");
    private static final int PASSAGE_TIMEOUT_MS = 60_000;
    private static int lots;

    private static EmbeddedRedis server;
    private static Vertx vertx;
    private static Redis redis;
    private static Database database;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private String lot;
    private LotRules rules;
    private Instance dying;
    private Instance living;

    /** One instance as {@link ScanFeature} puts it together, on Redis's context. */
    private final class Instance {
        final Recorder recorder;
        final PassageTimers timers;
        final LotAccess access;
        final Sweep sweep;

        Instance(LotFunctions functions, PgRecords records, long recordDeadlineMs) {
            var clock = (java.time.InstantSource) () -> Instant.ofEpochMilli(now.get());
            var metrics = new SimpleMeterRegistry();
            recorder = new Recorder(vertx, redis.context(), clock, records, functions, recordDeadlineMs, metrics);
            Rebuild rebuild = new Rebuild(clock, records, functions, new RebuildLease(vertx, functions), metrics);
            Settling settling = new Settling(clock, functions, recorder, rebuild);
            timers = new PassageTimers(vertx, clock, metrics);
            Passages passages = new Passages(clock, functions, records, rebuild, settling, recorder, timers);
            access = new LotAccess(
                    functions, rebuild, records, settling, passages, ProtocolInstance.TRANSIENTS, UUID::randomUUID);
            Ports.Lots one = new OneLot(rules);
            Unrecorded unrecorded = new Unrecorded(functions, records, rebuild, recorder, one, metrics);
            sweep = new Sweep(
                    vertx,
                    clock,
                    functions,
                    rebuild,
                    unrecorded,
                    passages,
                    one,
                    database.pool(),
                    new Outboxes(1_000, metrics));
        }

        Future<Decision> scan(UUID scanId, Lane lane) {
            return access.decide(
                    new Question(now.get(), scanId, lane, rules, CAR, CAR, true, CodeClass.S, -1, "", "", 0, false));
        }

        void die() {
            recorder.close();
            timers.close();
            sweep.close();
        }
    }

    private record OneLot(LotRules rules) implements Ports.Lots {
        @Override
        public Future<Lane> findLane(String laneId) {
            throw new UnsupportedOperationException(laneId);
        }

        @Override
        public Future<LotRules> findRules(String lotId) {
            return Future.succeededFuture(rules);
        }

        @Override
        public List<String> lotIds() {
            return List.of(rules.lotId());
        }
    }

    /** Whatever it records is lost on the way. */
    private static final class NeverRecords extends PgRecords {
        NeverRecords() {
            super(database.pool(), database.pool());
        }

        @Override
        Future<Set<String>> record(List<Run> runs) {
            return Promise.<Set<String>>promise().future();
        }
    }

    /** Removes nothing from the outbox. */
    private static final class NeverDone extends LotFunctions {
        NeverDone() {
            super(redis, redis, 1_000, 100);
        }

        @Override
        Future<String> done(String lotId, long epoch, long seq) {
            return Promise.<String>promise().future();
        }
    }

    @BeforeAll
    static void start() {
        server = Servers.startRedis();
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        redis = Await.result(Redis.connect(
                vertx, server.uri(), Duration.ofSeconds(10), LotLibrary.load(), "untold", new SimpleMeterRegistry()));
        database = Database.open(vertx, Servers.freshDatabaseUri(), 4);
    }

    @AfterAll
    static void stop() {
        Await.result(redis.close());
        Await.result(vertx.close());
        server.close();
    }

    @BeforeEach
    void a_warm_lot() {
        lot = "lot-" + ++lots;
        rules = new LotRules(
                lot,
                List.of(lot),
                "",
                ZoneOffset.UTC,
                1,
                1,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                CodeClass.S,
                true,
                LotRules.NoOpenSession.REFUSE,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                PASSAGE_TIMEOUT_MS,
                Map.of());
        Await.result(database.pool().query("""
                        insert into place (id, type, parent_id, name, version) values ('city', 'CITY', null, 'City', 1),
                            ('district', 'DISTRICT', 'city', 'District', 1), ('%s', 'LOT', 'district', 'Lot', 1)
                            on conflict (id) do nothing
                        """.formatted(lot)).execute());
        living = on(() -> new Instance(functions(), new PgRecords(database.pool(), database.pool()), 1_000));
        dying = on(() -> new Instance(functions(), new NeverRecords(), Long.MAX_VALUE / 2));
        rebuild();
    }

    @AfterEach
    void end() {
        on(() -> {
            dying.die();
            living.die();
            return true;
        });
    }

    private static LotFunctions functions() {
        return new LotFunctions(redis, redis, 1_000, 100);
    }

    private static <T> T on(Supplier<T> action) {
        Promise<T> done = Promise.promise();
        redis.context().runOnContext(x -> done.complete(action.get()));
        return Await.result(done.future());
    }

    private void rebuild() {
        UUID nobody = UUID.randomUUID();
        Await.result(onFuture(() -> living.scan(nobody, exit("cold", true))));
        now.addAndGet(LotFunctions.ANSWER_MS); // from here on the head speaks for itself
    }

    private static <T> Future<T> onFuture(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        redis.context().runOnContext(x -> action.get().onComplete(done));
        return done.future();
    }

    private Lane entry(String name, boolean loop) {
        return new Lane(lot + name, lot, LaneDirection.ENTRY, loop);
    }

    private Lane exit(String name, boolean loop) {
        return new Lane(lot + name, lot, LaneDirection.EXIT, loop);
    }

    /** Asks the instance that dies with the lot's decision in its hands. */
    private void askTheDying(UUID scanId, Lane lane) {
        long before = events("outbox");
        Future<Decision> never = onFuture(() -> dying.scan(scanId, lane));
        Await.until(() -> events("outbox") > before);
        on(() -> {
            dying.die();
            return true;
        });
        assertFalse(never.isComplete());
    }

    private Granted scan(Instance instance, UUID scanId, Lane lane) {
        return assertInstanceOf(Granted.class, Await.result(onFuture(() -> instance.scan(scanId, lane))));
    }

    private void sweep() {
        now.addAndGet(Sweep.UNTOUCHED_MS + 1);
        Await.until(() -> events("outbox") == 0);
    }

    private long events(String key) {
        return Await.result(onFuture(() -> key.equals("outbox")
                ? functions().outboxLength(lot)
                : redis.run(c -> c.hlen(new LotKeys(lot).pass()))));
    }

    private int open() {
        return Integer.parseInt((String)
                Await.result(onFuture(() -> functions().counts(lot, now.get()))).get(1));
    }

    private long untold() {
        return row("select count(*) from access_event where lot_id = $1 and kind = 'UNTOLD'")
                .getLong(0);
    }

    private Row session() {
        return row("select status, flags, passage_decision from session where lot_id = $1");
    }

    private Row row(String sql) {
        return Await.result(database.pool().preparedQuery(sql).execute(Tuple.of(lot)))
                .iterator()
                .next();
    }

    private void is(String status, boolean awaited, String... flags) {
        Row session = session();
        assertEquals(status, session.getString("status"));
        assertEquals(awaited, session.getUUID("passage_decision") != null);
        assertEquals(List.of(flags), Arrays.asList(session.getArrayOfStrings("flags")));
    }

    @Test
    void an_entry_that_nobody_was_told_is_flagged_and_not_made_when_its_passage_expires() {
        askTheDying(UUID.randomUUID(), entry("in", false));
        sweep();
        is("ACTIVE", true, "UNTOLD");
        assertEquals(1, open());
        now.addAndGet(PASSAGE_TIMEOUT_MS);
        Await.until(() -> open() == 0 && events("outbox") == 0);
        is("INVALID", false, "UNTOLD", "PASSAGE_EXPIRED");
    }

    @Test
    void told_by_a_repeat_the_car_stays_inside() {
        UUID scanId = UUID.randomUUID();
        Lane lane = entry("in", false);
        askTheDying(scanId, lane);
        sweep();
        Granted again = scan(living, scanId, lane);
        assertTrue(again.replayed());
        assertEquals(Durability.COMMITTED, again.durability());
        is("ACTIVE", false, "UNTOLD");
        assertEquals(0, events("pass"));
        now.addAndGet(2 * PASSAGE_TIMEOUT_MS);
        assertEquals(
                again.sessionId(),
                scan(living, UUID.randomUUID(), exit("out", false)).sessionId());
        is("COMPLETED", false, "UNTOLD");
    }

    @Test
    void told_under_another_scan_the_car_stays_inside_too() {
        Lane lane = entry("in", false);
        askTheDying(UUID.randomUUID(), lane);
        sweep();
        Granted again = scan(living, UUID.randomUUID(), lane);
        assertTrue(again.replayed());
        assertEquals(0, again.deadlineMs());
        is("ACTIVE", false, "UNTOLD");
    }

    @Test
    void told_after_its_passage_expired_the_car_is_inside_again() {
        UUID scanId = UUID.randomUUID();
        Lane lane = entry("in", false);
        askTheDying(scanId, lane);
        sweep();
        now.addAndGet(PASSAGE_TIMEOUT_MS);
        Await.until(() -> open() == 0 && events("outbox") == 0);
        assertTrue(scan(living, scanId, lane).replayed());
        assertEquals(1, open());
        is("ACTIVE", false, "UNTOLD", "PASSAGE_EXPIRED", "LATE_CONFIRMATION");
    }

    @Test
    void a_rebuild_keeps_that_it_waits() {
        UUID scanId = UUID.randomUUID();
        Lane lane = entry("in", false);
        askTheDying(scanId, lane);
        sweep();
        Await.result(onFuture(() -> redis.run(c -> c.flushall())));
        assertTrue(scan(living, scanId, lane).replayed());
        is("ACTIVE", false, "UNTOLD");
        assertEquals(1, open());
        assertEquals(0, events("pass"));
    }

    @Test
    void an_entry_with_a_loop_is_flagged_and_keeps_its_passage() {
        askTheDying(UUID.randomUUID(), entry("in", true));
        sweep();
        is("ACTIVE", true, "UNTOLD");
    }

    @Test
    void an_exit_stays_made_and_is_flagged() {
        scan(living, UUID.randomUUID(), entry("in", false));
        now.addAndGet(PASSAGE_TIMEOUT_MS);
        askTheDying(UUID.randomUUID(), exit("out", false));
        sweep();
        is("COMPLETED", false, "UNTOLD");
        assertEquals(0, open());
    }

    @Test
    void what_was_recorded_and_merely_not_removed_was_told() {
        Instance forgetful =
                on(() -> new Instance(new NeverDone(), new PgRecords(database.pool(), database.pool()), 1_000));
        scan(forgetful, UUID.randomUUID(), entry("in", false));
        on(() -> {
            forgetful.die();
            return true;
        });
        assertEquals(1, events("outbox"));
        sweep();
        assertEquals(0, untold());
        is("ACTIVE", false);
    }

    @Test
    void what_was_queued_was_told() {
        Instance cut = on(() -> new Instance(functions(), new NeverRecords(), 0));
        assertEquals(
                Durability.QUEUED,
                scan(cut, UUID.randomUUID(), entry("in", false)).durability());
        on(() -> {
            cut.die();
            return true;
        });
        sweep();
        assertEquals(0, untold());
        is("ACTIVE", false);
    }
}
