package parkgate.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.alarm.AlarmKind;
import parkgate.alarm.Alarms;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Two instances watch the same lanes on one PostgreSQL; the past is made by moving rows back. */
class LaneWatchIT {
    private static final Instant START = Instant.parse("2026-11-22T19:00:00Z");

    private static Vertx vertx;

    private Database database;
    private Instant now = START;
    private final List<String> said = new ArrayList<>();
    private final LanesHeard heard = new LanesHeard();
    private final LanesHeard heardByOther = new LanesHeard();
    private LaneWatch one;
    private LaneWatch other;

    /** Raises and clears in the table at once. */
    private final Alarms alarms = new Alarms() {
        @Override
        public void raise(AlarmKind kind, @Nullable String placeId, @Nullable String laneId, String detail) {
            said.add(kind + " " + laneId);
            sql("insert into alarm (id, kind, place_id, lane_id, raised_at, detail) values (gen_random_uuid(), '" + kind
                    + "', '" + placeId + "', '" + laneId + "', now(), '" + detail + "') on conflict do nothing");
        }

        @Override
        public void clear(AlarmKind kind, @Nullable String placeId, @Nullable String laneId) {
            said.add(kind + " " + laneId + " over");
            sql("update alarm set cleared_at = greatest(now(), raised_at) where kind = '" + kind + "' and lane_id = '"
                    + laneId + "' and cleared_at is null");
        }
    };

    private final List<Runnable> later = new ArrayList<>();

    /** What an alarm writes; run after the look that said it. */
    private void sql(String text) {
        later.add(() -> run(text));
    }

    private void run(String text) {
        Await.result(database.pool().query(text).execute());
    }

    @BeforeAll
    static void boot() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        Await.result(vertx.close());
    }

    @BeforeEach
    void open() {
        database = Database.open(vertx, Servers.freshDatabaseUri(), 2);
        run("insert into place (id, type, name, version) values ('city', 'CITY', 'City', 1)");
        run("insert into place (id, type, parent_id, name, version) values ('lot', 'LOT', 'city', 'Lot', 1)");
        run(
                "insert into lane (id, lot_id, direction, version) values ('in', 'lot', 'ENTRY', 1), ('out', 'lot', 'EXIT', 1)");
        one = new LaneWatch(vertx, database.pool(), () -> now, heard, alarms, new SimpleMeterRegistry());
        other = new LaneWatch(vertx, database.pool(), () -> now, heardByOther, alarms, new SimpleMeterRegistry());
        now = START.plus(Duration.ofHours(1)); // they have watched for an hour
    }

    private void look(LaneWatch... watches) {
        for (LaneWatch watch : watches) {
            Await.result(watch.write().compose(x -> watch.look()));
            later.forEach(Runnable::run);
            later.clear();
        }
    }

    private void beats(LanesHeard at, String laneId, JsonObject body) {
        body.put("clock", body.getString("clock", now.toString()));
        at.heard(laneId, Heartbeat.of(body, now.toEpochMilli()));
    }

    /** All that was written was written so much earlier. */
    private void passes(Duration time) {
        now = now.plus(time);
        run("update lane_heard set heard_at = heard_at - interval '" + time.toMillis()
                + " ms', beat_at = beat_at - interval '" + time.toMillis() + " ms'");
    }

    private List<String> said() {
        List<String> copy = List.copyOf(said);
        said.clear();
        return copy;
    }

    @Test
    void a_lane_that_sent_heartbeats_is_silent_after_ninety_seconds_and_it_is_said_once() {
        beats(heard, "in", new JsonObject());
        look(one, other);
        passes(Duration.ofSeconds(85));
        look(one, other);
        assertEquals(List.of(), said());
        passes(Duration.ofSeconds(10));
        look(one, other, one);
        assertEquals(List.of("LANE_SILENT in"), said());
        beats(heardByOther, "in", new JsonObject());
        look(other, one);
        assertEquals(List.of("LANE_SILENT in over"), said(), "whoever hears it");
    }

    @Test
    void a_lane_that_sends_none_is_silent_after_five_minutes_and_one_never_heard_never_is() {
        heard.heard("out", now.toEpochMilli());
        look(one);
        passes(Duration.ofMinutes(4));
        look(one);
        assertEquals(List.of(), said());
        passes(Duration.ofSeconds(61));
        look(other);
        assertEquals(List.of("LANE_SILENT out"), said(), "by an instance that never heard it");
        heard.heard("out", now.toEpochMilli());
        look(one);
        assertEquals(List.of("LANE_SILENT out over"), said());
    }

    private String silences() {
        StringBuilder all = new StringBuilder();
        Await.result(database.pool()
                        .query(
                                "select lane_id, lot_id, round(extract(epoch from coalesce(to_at, statement_timestamp()) - from_at)"
                                        + " / 10) as tens, to_at is null as still from lane_silence order by from_at")
                        .execute())
                .forEach(row -> all.append(row.getString("lane_id"))
                        .append(" of ")
                        .append(row.getString("lot_id"))
                        .append(row.getBoolean("still") ? " still " : " ")
                        .append(row.getInteger("tens"))
                        .append("0 s\n"));
        return all.toString();
    }

    @Test
    void a_silence_is_written_down_once_from_the_last_that_was_heard_to_the_next() {
        beats(heard, "in", new JsonObject());
        look(one);
        passes(Duration.ofSeconds(100));
        look(one, other, one);
        assertEquals("in of lot still 100 s\n", silences());
        beats(heardByOther, "in", new JsonObject());
        look(other, one);
        assertEquals("in of lot 100 s\n", silences());
        passes(Duration.ofSeconds(60));
        look(one);
        assertEquals("in of lot 100 s\n", silences(), "a gap that is no silence");
    }

    @Test
    void an_instance_that_just_came_does_not_blame_lanes_for_what_nobody_could_hear() {
        beats(heard, "in", new JsonObject());
        look(one);
        passes(Duration.ofHours(2));
        LaneWatch fresh =
                new LaneWatch(vertx, database.pool(), () -> now, new LanesHeard(), alarms, new SimpleMeterRegistry());
        look(fresh);
        assertEquals(List.of(), said());
        passes(Duration.ofSeconds(91));
        look(fresh);
        assertEquals(List.of("LANE_SILENT in"), said());
    }

    @Test
    void a_wrong_clock_and_a_broken_barrier_are_said_until_they_are_right() {
        beats(heard, "in", new JsonObject().put("clock", now.minusSeconds(31).toString()));
        beats(heardByOther, "out", new JsonObject().put("barrier", "FAULT"));
        look(one, other, one);
        assertEquals(List.of("LANE_CLOCK in", "LANE_FAULT out"), said());
        beats(heard, "in", new JsonObject().put("clock", now.minusSeconds(27).toString()));
        beats(
                heard,
                "out",
                new JsonObject().put("barrier", "CLOSED").put("loops", new JsonObject().put("closing", "FAULT")));
        now = now.plusSeconds(1);
        look(one);
        assertEquals(List.of(), said(), "not yet");
        beats(heard, "in", new JsonObject());
        beats(heard, "out", new JsonObject().put("barrier", "CLOSED"));
        look(one, other);
        assertEquals(
                List.of("LANE_CLOCK in over", "LANE_FAULT out over"),
                said().stream().sorted().toList());
    }

    @Test
    void an_older_heartbeat_that_is_written_later_does_not_take_the_newer_ones_place() {
        beats(heard, "in", new JsonObject().put("buffered", 1));
        now = now.plusSeconds(5);
        beats(heardByOther, "in", new JsonObject().put("buffered", 2));
        look(other, one);
        Row row = Await.result(
                        database.pool().query("select buffered from lane_heard").execute())
                .iterator()
                .next();
        assertEquals(2, row.getInteger("buffered"));
    }

    @Test
    void what_postgres_did_not_take_is_written_later() {
        beats(heard, "in", new JsonObject().put("buffered", 7));
        run("alter table lane_heard rename to elsewhere");
        Await.result(one.write().otherwiseEmpty());
        assertEquals(1, heard.size());
        run("alter table elsewhere rename to lane_heard");
        look(one);
        assertEquals(0, heard.size());
    }
}
