package parkgate.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.postgres.Database;
import parkgate.testing.Door;
import parkgate.testing.Servers;

/** Lists on a real PostgreSQL, over HTTP: lots one and two are Blue's, in the north; lot three is Red's, in the south. */
class SessionIT {
    private static final Map<String, List<String>> UNDER = Map.of(
            "town", List.of("one", "two", "three"),
            "north", List.of("one", "two"),
            "south", List.of("three"),
            "one", List.of("one"),
            "two", List.of("two"),
            "three", List.of("three"));
    private static final Map<String, Caller> KEYS = Map.of(
            "admin",
            Caller.admin("a"),
            "north",
            new Caller("n", KeyKind.OPS, null, null, "north", null),
            "red",
            new Caller("r", KeyKind.API, null, null, null, "red"),
            "lane",
            Caller.lane("l", "one-in", "one"));

    private static final Lots LOTS = new Lots() {
        @Override
        public List<String> all() {
            return List.of("one", "two", "three");
        }

        @Override
        public Optional<List<String>> under(String placeId) {
            return Optional.ofNullable(UNDER.get(placeId));
        }

        @Override
        public List<String> runBy(String operatorId) {
            return operatorId.equals("red") ? List.of("three") : List.of("one", "two");
        }
    };
    private static final PlaceTree TREE = new PlaceTree() {
        @Override
        public boolean covers(String ancestorId, String placeId) {
            return ancestorId.equals(placeId)
                    || ancestorId.equals("town")
                    || UNDER.getOrDefault(ancestorId, List.of()).contains(placeId);
        }

        @Override
        public Optional<String> operatorOf(String placeId) {
            return switch (placeId) {
                case "one", "two" -> Optional.of("blue");
                case "three" -> Optional.of("red");
                default -> Optional.empty();
            };
        }

        @Override
        public Collection<String> ids() {
            return UNDER.keySet();
        }
    };

    /** Closes what is asked, in PostgreSQL, as it is told to. */
    private static final AtomicReference<SessionClosing.Outcome> OUTCOME = new AtomicReference<>();

    private static final AtomicReference<SessionClosing.ByHand> BY_HAND = new AtomicReference<>();
    private static final int SAME_MOMENT = 30;

    private static Vertx vertx;
    private static Database database;
    private static Door door;
    private static SessionFeature feature;
    private static Connection sql;

    @BeforeAll
    static void open() throws Exception {
        String uri = Servers.freshDatabaseUri();
        sql = parkgate.testing.Jdbc.connect(uri);
        rows();
        vertx = Vertx.vertx();
        database = Database.open(vertx, uri, 2);
        feature = new SessionFeature(
                vertx,
                database.pool(),
                new Scope(TREE),
                LOTS,
                SessionIT::closed,
                (stay, byHand) -> Future.failedFuture("none is opened again here"),
                InstantSource.system(),
                UUID::randomUUID,
                new SimpleMeterRegistry());
        door = new Door(vertx, KEYS, feature::register);
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
        Door.await(database.close());
        Door.await(vertx.close());
        sql.close();
    }

    @Test
    void pages_hold_every_session_once_also_where_many_began_at_the_same_moment() {
        for (int limit : new int[] {1, 7, 30, 200}) {
            List<JsonObject> read = pages("/v1/sessions?limit=" + limit, "admin");
            List<String> ids = texts(read, "sessionId");
            assertEquals(new HashSet<>(ids).size(), ids.size());
            assertEquals(SAME_MOMENT + 4, ids.size());
            List<String> moments = starts(read);
            assertEquals(
                    moments.stream().sorted(java.util.Comparator.reverseOrder()).toList(), moments);
        }
    }

    @Test
    void a_key_sees_its_own_lots_and_is_refused_elsewhere() {
        assertEquals(List.of("one", "two"), places(pages("/v1/sessions", "north")));
        assertEquals(List.of("three"), places(pages("/v1/sessions", "red")));
        assertEquals(List.of("two"), places(pages("/v1/sessions?placeId=two", "north")));
        assertEquals(List.of("one", "two"), places(pages("/v1/sessions?placeId=north", "admin")));
        assertEquals(403, door.get("/v1/sessions?placeId=three", "north").status());
        assertEquals(403, door.get("/v1/sessions?placeId=town", "red").status());
        assertEquals(403, door.get("/v1/sessions", "lane").status());
        assertEquals(401, door.get("/v1/sessions", null).status());
        assertEquals(404, door.get("/v1/sessions?placeId=nowhere", "admin").status());
        assertEquals(
                403,
                door.get("/v1/sessions/00000000-0000-0000-0000-000000000300", "north")
                        .status());
    }

    @Test
    void filters_by_status_credential_and_time() {
        assertEquals(
                List.of("00000000-0000-0000-0000-000000000300"),
                texts(pages("/v1/sessions?status=ACTIVE", "admin"), "sessionId"));
        assertEquals(
                List.of("00000000-0000-0000-0000-000000000302"),
                texts(pages("/v1/sessions?status=INVALID", "admin"), "sessionId"));
        assertEquals(
                SAME_MOMENT + 2,
                pages("/v1/sessions?status=COMPLETED&limit=9", "admin").size());
        assertEquals(
                List.of("00000000-0000-0000-0000-000000000301", "00000000-0000-0000-0000-000000000300"),
                texts(pages("/v1/sessions?credentialId=000000000000000X&limit=1", "admin"), "sessionId"));
        assertEquals(List.of(), pages("/v1/sessions?credentialId=000000000000000X", "north"));
        assertEquals(
                2, pages("/v1/sessions?credentialId=000000000000000X", "red").size());
        assertEquals(
                SAME_MOMENT,
                pages("/v1/sessions?from=2026-11-22T08:00:00Z&to=2026-11-22T08:00:00.000001Z", "admin")
                        .size());
        assertEquals(List.of(), pages("/v1/sessions?from=2026-11-22T07:00:00Z&to=2026-11-22T08:00:00Z", "admin"));
    }

    @Test
    void what_makes_no_sense_is_named() {
        assertEquals(422, door.get("/v1/sessions?cursor=nonsense", "admin").status());
        assertEquals(422, door.get("/v1/sessions?status=SLEEPING", "admin").status());
        assertEquals(422, door.get("/v1/sessions?from=yesterday", "admin").status());
        assertEquals(422, door.get("/v1/sessions?limit=0", "admin").status());
        assertEquals(422, door.get("/v1/scans?decision=PERHAPS", "admin").status());
        String other = new parkgate.http.Cursor(java.time.Instant.EPOCH, "a-lane").text();
        assertEquals(422, door.get("/v1/sessions?cursor=" + other, "admin").status());
    }

    @Test
    void a_session_tells_of_its_way_in_and_out() {
        JsonObject open = door.get("/v1/sessions/00000000-0000-0000-0000-000000000300", "red")
                .body();
        assertEquals("ACTIVE", open.getString("status"));
        assertEquals("000000000000000X", open.getString("credentialId"));
        assertEquals("three-in", open.getJsonObject("entry").getString("laneId"));
        assertEquals("AUTO", open.getJsonObject("entry").getString("passType"));
        assertEquals("2026-11-22T09:00:00Z", open.getJsonObject("entry").getString("eventTime"));
        assertNull(open.getJsonObject("exit"));
        assertEquals(new JsonArray().add("PASSBACK"), open.getJsonArray("flags"));
        JsonObject segment = open.getJsonArray("segments").getJsonObject(0);
        assertEquals("00000000-0000-0000-0000-0000000000aa", segment.getString("rightId"));
        assertEquals("2026-11-22T09:00:00Z", segment.getString("from"));
        assertNull(segment.getString("to"));
    }

    @Test
    void a_session_that_ended_by_hand_ended_with_its_last_event() {
        JsonObject ended = door.get("/v1/sessions/00000000-0000-0000-0000-000000000301", "red")
                .body();
        assertEquals("COMPLETED", ended.getString("status"));
        assertNull(ended.getJsonObject("exit"));
        assertEquals(
                "2026-11-22T12:00:00Z",
                ended.getJsonArray("segments").getJsonObject(0).getString("to"));
    }

    @Test
    void an_unknown_session_is_not_found() {
        assertEquals(404, door.get("/v1/sessions/" + new UUID(0, 1), "admin").status());
    }

    @Test
    void scans_are_grants_and_denials_in_one_order() {
        for (int limit : new int[] {1, 3, 200}) {
            List<JsonObject> scans = pages("/v1/scans?limit=" + limit, "admin");
            assertEquals(List.of("OK", "LOT_FULL", "OK", "REVOKED", "OK", "LOT_FULL"), texts(scans, "reason"));
            assertEquals(
                    List.of("GRANTED", "DENIED", "GRANTED", "DENIED", "GRANTED", "DENIED"), texts(scans, "decision"));
        }
        assertEquals(List.of("three"), places(pages("/v1/scans", "red")));
        assertEquals(403, door.get("/v1/scans?placeId=one", "red").status());
    }

    /** Data of the next event of this name on a stream; empty where the stream ended. */
    private static Optional<JsonObject> next(BufferedReader lines, String name) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("event: " + name)) {
                return Optional.of(new JsonObject(lines.readLine().substring("data: ".length())));
            }
        }
        return Optional.empty();
    }

    @Test
    void who_watches_a_lot_is_sent_its_last_scans_then_each_new_one_once_until_the_key_changes() throws Exception {
        assertEquals(403, door.get("/v1/scans/stream?placeId=three", "north").status());
        assertEquals(404, door.get("/v1/scans/stream?placeId=north", "north").status(), "a lot, not a district");
        HttpResponse<InputStream> stream =
                door.get("/v1/scans/stream?placeId=two", "north", BodyHandlers.ofInputStream());
        assertEquals(200, stream.statusCode());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
                Statement statement = sql.createStatement()) {
            try {
                statement.execute("""
                        insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, reason,
                                                 event_time, received_time)
                        values ('00000000-0000-0000-0000-000000000e01', '00000000-0000-0000-0000-0000000000e1', 'two', 'two-in', 'ENTRY',
                                'LOT_FULL', now(), now())
                        """);
                assertEquals("LOT_FULL", next(lines, "scan").orElseThrow().getString("reason"));
                statement.execute("""
                        insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, reason,
                                                 event_time, received_time)
                        values ('00000000-0000-0000-0000-000000000e02', '00000000-0000-0000-0000-0000000000e2', 'two', 'two-in', 'ENTRY',
                                'REVOKED', now() - interval '5 seconds', now() - interval '5 seconds')
                        """);
                JsonObject late = next(lines, "scan").orElseThrow();
                assertEquals("REVOKED", late.getString("reason"), "seen though its time is older; the other only once");
                assertEquals("two", late.getString("placeId"));
                Door.await(feature.keysChanged(List.of(new Change(1, Change.Kind.KEY, "n"))));
                assertEquals(Optional.empty(), next(lines, "scan"), "the stream has ended");
            } finally {
                statement.execute("delete from scan_denial where lot_id = 'two'");
            }
        }
    }

    @Test
    void scans_are_found_by_what_was_asked() {
        assertEquals(List.of("OK", "REVOKED", "OK"), reasons("laneId=one-in"));
        assertEquals(List.of("OK", "OK", "OK"), reasons("decision=GRANTED"));
        assertEquals(List.of("OK", "OK", "OK"), reasons("reason=OK"));
        assertEquals(List.of("LOT_FULL", "LOT_FULL"), reasons("reason=LOT_FULL"));
        assertEquals(List.of(), reasons("decision=GRANTED&reason=LOT_FULL"));
        assertEquals(List.of(), reasons("decision=DENIED&reason=OK"));
        assertEquals(List.of("OK", "LOT_FULL"), reasons("credentialId=000000000000000X&limit=1"));
        assertEquals(List.of("LOT_FULL"), reasons("credentialId=000000000000000X&decision=DENIED"));
        assertEquals(List.of(), pages("/v1/scans?credentialId=000000000000000X", "north"));
        assertEquals(2, pages("/v1/scans?credentialId=000000000000000X", "red").size());
        assertEquals(List.of("REVOKED"), reasons("placeId=one&from=2026-11-22T08:03:00Z&to=2026-11-22T08:04:00Z"));
        assertEquals(List.of(), reasons("laneId=no-such-lane"));
    }

    @Test
    void a_scan_tells_why_i_was_refused_at_three_past_eight() {
        JsonObject refused = pages("/v1/scans?placeId=one&from=2026-11-22T08:03:00Z&to=2026-11-22T08:04:00Z", "north")
                .get(0);
        assertEquals("DENIED", refused.getString("decision"));
        assertEquals("REVOKED", refused.getString("reason"));
        assertEquals("one-in", refused.getString("laneId"));
        assertEquals("ENTRY", refused.getString("direction"));
        assertEquals("2026-11-22T08:03:00Z", refused.getString("receivedTime"));
        assertNull(refused.getString("sessionId"));
    }

    @Test
    void closing_by_hand_asks_the_lot_and_answers_with_the_session() {
        JsonObject why =
                new JsonObject().put("reason", "left through an open barrier").put("softClose", true);
        String open = "/v1/sessions/00000000-0000-0000-0000-000000000300/close";
        assertEquals(403, door.post(open, "red", why).status());
        assertEquals(403, door.post(open, "north", why).status());

        OUTCOME.set(SessionClosing.Outcome.QUEUED);
        JsonObject queued = door.post(open, "admin", why).body();
        assertEquals("COMPLETED", queued.getString("status"));
        assertEquals("QUEUED", queued.getString("durability"));
        assertEquals("left through an open barrier", BY_HAND.get().reason());
        assertTrue(BY_HAND.get().soft());
        assertEquals("a", BY_HAND.get().who());

        OUTCOME.set(SessionClosing.Outcome.NOT_OPEN);
        assertEquals(409, door.post(open, "admin", why).status());

        OUTCOME.set(SessionClosing.Outcome.COMMITTED);
        assertEquals(
                "00000000-0000-0000-0000-000000000300",
                door.post(open, "admin", why).body().getString("sessionId"));

        String ended = "/v1/sessions/00000000-0000-0000-0000-000000000301/close";
        assertEquals(409, door.post(ended, "admin", why).status());
    }

    private static Future<SessionClosing.Outcome> closed(SessionClosing.Stay stay, SessionClosing.ByHand byHand) {
        assertEquals("three", stay.lotId());
        assertEquals("000000000000000R", stay.rootId());
        BY_HAND.set(byHand);
        return Future.succeededFuture(OUTCOME.get());
    }

    private static List<String> reasons(String filter) {
        return texts(pages("/v1/scans?" + filter, "admin"), "reason");
    }

    private static List<JsonObject> pages(String path, String key) {
        List<JsonObject> items = new ArrayList<>();
        String next = "";
        while (next != null) {
            Door.Answer page =
                    door.get(path + (next.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "cursor=" + next), key);
            assertEquals(200, page.status(), () -> page.body().encode());
            page.body().getJsonArray("items").forEach(item -> items.add((JsonObject) item));
            next = page.body().getString("nextCursor");
        }
        return items;
    }

    private static List<String> texts(List<JsonObject> items, String field) {
        return items.stream().map(item -> item.getString(field)).toList();
    }

    private static List<String> places(List<JsonObject> items) {
        return items.stream()
                .map(item -> item.getString("placeId"))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> starts(List<JsonObject> sessions) {
        return sessions.stream()
                .map(session ->
                        session.getJsonArray("segments").getJsonObject(0).getString("from"))
                .toList();
    }

    private static void rows() throws SQLException {
        try (Statement statement = sql.createStatement()) {
            statement.execute("""
                    insert into place (id, type, parent_id, name, version) values
                        ('town', 'CITY', null, 'Town', 0), ('north', 'DISTRICT', 'town', 'North', 0),
                        ('south', 'DISTRICT', 'town', 'South', 0), ('one', 'LOT', 'north', 'One', 0),
                        ('two', 'LOT', 'north', 'Two', 0), ('three', 'LOT', 'south', 'Three', 0);
                    insert into lane (id, lot_id, direction, version) values
                        ('one-in', 'one', 'ENTRY', 0), ('three-in', 'three', 'ENTRY', 0);

                    -- Many that began at the same moment, at two lots.
                    insert into session (id, lot_id, status, started_at, entry_time, exit_time, last_seq)
                    select ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid,
                           case n % 2 when 0 then 'one' else 'two' end, 'COMPLETED',
                           '2026-11-22T08:00:00Z', '2026-11-22T08:00:00Z', '2026-11-22T08:30:00Z', 1000 + n
                    from generate_series(100, 129) as n;

                    insert into session (id, lot_id, credential_id, root_id, right_id, status, started_at, entry_lane,
                                         entry_time, entry_pass_type, flags, last_seq) values
                        ('00000000-0000-0000-0000-000000000300', 'three', '000000000000000X', '000000000000000R',
                         '00000000-0000-0000-0000-0000000000aa', 'ACTIVE', '2026-11-22T09:00:00Z', 'three-in',
                         '2026-11-22T09:00:00Z', 'AUTO', '{PASSBACK}', 1),
                        ('00000000-0000-0000-0000-000000000301', 'three', '000000000000000X', '000000000000000R', null,
                         'COMPLETED', '2026-11-22T10:00:00Z', 'three-in', '2026-11-22T10:00:00Z', 'AUTO', '{}', 2),
                        ('00000000-0000-0000-0000-000000000302', 'one', null, null, null,
                         'INVALID', '2026-11-22T10:30:00Z', 'one-in', '2026-11-22T10:30:00Z', 'AUTO', '{}', 3),
                        ('00000000-0000-0000-0000-000000000303', 'two', null, null, null,
                         'COMPLETED', '2026-11-22T11:00:00Z', null, null, null, '{}', 3);
                    insert into access_event (lot_id, seq, epoch, key, kind, event_time, received_time, open_after,
                                              adjustment_after) values
                        ('three', 2, 1, 'closed-by-hand', 'CLOSE', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', 0, 0);

                    -- Scans: two received at the same moment, one granted and one denied.
                    insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time, received_time, lane_id,
                                              credential_id, decision_id, open_after, adjustment_after) values
                        ('one', 1, 1, '00000000-0000-0000-0000-000000000001', 'ENTRY', 'ENTRY', '2026-11-22T08:01:00Z',
                         '2026-11-22T08:01:00Z', 'one-in', null, '00000000-0000-0000-0000-000000000a01', 1, 0),
                        ('one', 2, 1, '00000000-0000-0000-0000-000000000a01:CONFIRMED', 'CONFIRMED', 'ENTRY',
                         '2026-11-22T08:01:10Z', '2026-11-22T08:01:10Z', 'one-in', null,
                         '00000000-0000-0000-0000-000000000a01', 1, 0),
                        ('one', 3, 1, '00000000-0000-0000-0000-000000000002', 'ENTRY', 'ENTRY', '2026-11-22T08:05:00Z',
                         '2026-11-22T08:05:00Z', 'one-in', null, '00000000-0000-0000-0000-000000000a02', 2, 0),
                        ('three', 1, 1, '00000000-0000-0000-0000-000000000003', 'ENTRY', 'ENTRY', '2026-11-22T09:00:00Z',
                         '2026-11-22T09:00:00Z', 'three-in', '000000000000000X',
                         '00000000-0000-0000-0000-000000000a03', 1, 0);
                    insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason,
                                             event_time, received_time) values
                        ('00000000-0000-0000-0000-000000000d01', '00000000-0000-0000-0000-0000000000d1', 'three',
                         'three-in', 'ENTRY', null, 'LOT_FULL', '2026-11-22T08:00:00Z', '2026-11-22T08:00:00Z'),
                        ('00000000-0000-0000-0000-000000000d02', '00000000-0000-0000-0000-0000000000d2', 'one',
                         'one-in', 'ENTRY', null, 'REVOKED', '2026-11-22T08:03:00Z', '2026-11-22T08:03:00Z'),
                        ('00000000-0000-0000-0000-000000000903', '00000000-0000-0000-0000-0000000000d3', 'three',
                         'three-in', 'ENTRY', '000000000000000X', 'LOT_FULL', '2026-11-22T09:00:00Z',
                         '2026-11-22T09:00:00Z');
                    """);
        }
    }
}
