package parkgate.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Contract;
import parkgate.http.HttpDoor;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;
import parkgate.http.Reply;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.testing.ContractedAnswers;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** Two instances on one PostgreSQL, spoken to over HTTP. */
class AccessKeysIT {
    private static final String ADMIN = "an admin key of more than 32 characters";
    private static final Map<String, String> PARENT_OF =
            Map.of("xuhui", "shanghai", "pudong", "shanghai", "riverside", "xuhui", "tower", "pudong");
    private static final String PLACES = """
            insert into place (id, type, parent_id, name, operator_id, version) values
                ('shanghai', 'CITY', null, 'Shanghai', null, 0),
                ('xuhui', 'DISTRICT', 'shanghai', 'Xuhui', null, 0),
                ('pudong', 'DISTRICT', 'shanghai', 'Pudong', 'op-1', 0),
                ('riverside', 'LOT', 'xuhui', 'Riverside', 'op-1', 0),
                ('tower', 'LOT', 'pudong', 'Tower', 'op-2', 0);
            insert into lane (id, lot_id, direction, version) values
                ('river-in', 'riverside', 'ENTRY', 0),
                ('river-out', 'riverside', 'EXIT', 0),
                ('tower-in', 'tower', 'ENTRY', 0);
            """;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static String uri;
    private static Instance one;
    private static Instance two;

    private record Instance(Database database, ChangeFeed feed, HttpDoor door) {}

    private static final class Tree implements PlaceTree {
        @Override
        public boolean covers(String ancestorId, String placeId) {
            for (String at = placeId; at != null; at = PARENT_OF.get(at)) {
                if (at.equals(ancestorId)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Optional<String> operatorOf(String placeId) {
            return Optional.ofNullable(
                    Map.of("riverside", "op-1", "tower", "op-2").get(placeId));
        }

        @Override
        public Collection<String> ids() {
            return PARENT_OF.keySet();
        }
    }

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        uri = Servers.freshDatabaseUri();
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(PLACES);
        }
        one = start();
        two = start();
    }

    private static Instance start() throws Exception {
        Database database = Database.open(vertx, uri, 4);
        ChangeFeed feed = new ChangeFeed(database, InstantSource.system(), new SimpleMeterRegistry());
        await(feed.open());
        AccessKeys keys = new AccessKeys(
                database,
                feed,
                new Tree(),
                ADMIN,
                InstantSource.system(),
                new SecureRandom(),
                new SimpleMeterRegistry());
        feed.follow();
        Api api = new Api(await(Contract.load(vertx)), keys.authenticator());
        keys.register(api);
        api.raw(
                "scan",
                Access.of(KeyKind.LANE),
                ctx -> ctx.json(new JsonObject()
                        .put("lane", Api.caller(ctx).laneId())
                        .put("lot", Api.caller(ctx).lotId())));
        api.on(
                "listPlaces",
                Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN),
                call -> Future.succeededFuture(Reply.of(200, new JsonObject())));
        HttpDoor door = await(HttpDoor.open(vertx, HttpDoor.Address.plain("127.0.0.1", 0), api.router(vertx)));
        return new Instance(database, feed, door);
    }

    @AfterAll
    static void close() throws Exception {
        for (Instance instance : List.of(one, two)) {
            await(instance.door().close(1000));
            await(instance.feed().close());
            await(instance.database().close());
        }
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static HttpRequest request(
            Instance instance, String key, String method, String path, @Nullable JsonObject body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + instance.door().port() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
                .build();
    }

    private static HttpResponse<String> send(
            Instance instance, String key, String method, String path, @Nullable JsonObject body) throws Exception {
        HttpResponse<String> response =
                CLIENT.send(request(instance, key, method, path, body), BodyHandlers.ofString());
        return path.contains("/keys") ? ContractedAnswers.check(response) : response;
    }

    private static JsonObject made(HttpResponse<String> response) {
        assertEquals(201, response.statusCode(), response.body());
        return new JsonObject(response.body());
    }

    private static JsonObject makeAccessKey(String by, JsonObject wish) throws Exception {
        return made(send(one, by, "POST", "/v1/keys/access", wish));
    }

    private static JsonObject opsFor(String placeId) {
        return new JsonObject().put("kind", "ops").put("placeId", placeId);
    }

    private static int statusOfPlaces(Instance instance, String key) throws Exception {
        return send(instance, key, "GET", "/v1/places", null).statusCode();
    }

    @Test
    void a_lane_key_is_shown_once_works_at_every_instance_and_is_bound_to_its_lane() throws Exception {
        String path = "/v1/places/riverside/lanes/river-in/keys";
        JsonObject key = made(send(one, ADMIN, "POST", path, new JsonObject().put("label", "north gate")));
        assertTrue(key.getString("key").startsWith("pg_lane_" + key.getString("keyId") + "_"));
        for (Instance instance : List.of(one, two)) {
            HttpResponse<String> scan = send(instance, key.getString("key"), "POST", "/v1/scans", new JsonObject());
            assertEquals("{\"lane\":\"river-in\",\"lot\":\"riverside\"}", scan.body());
            assertEquals(403, statusOfPlaces(instance, key.getString("key")));
        }
        HttpResponse<String> list = send(two, ADMIN, "GET", path, null);
        JsonObject item = new JsonObject(list.body()).getJsonArray("items").getJsonObject(0);
        assertEquals("north gate", item.getString("label"));
        assertEquals("ACTIVE", item.getString("status"));
        assertFalse(list.body().contains(key.getString("key").substring(30)), "the list shows a secret");
    }

    @Test
    void only_the_hash_of_the_secret_is_stored() throws Exception {
        JsonObject key = makeAccessKey(ADMIN, opsFor("xuhui"));
        String secret = key.getString("key").substring(key.getString("key").lastIndexOf('_') + 1);
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select access_key::text as all_of_it,"
                        + " secret_sha256 = sha256(decode('" + secret + "', 'hex')) as hashed"
                        + " from access_key where id = '" + key.getString("keyId") + "'")) {
            assertTrue(rows.next());
            assertTrue(rows.getBoolean("hashed"));
            assertFalse(rows.getString("all_of_it").contains(secret));
        }
    }

    @Test
    void a_revoked_key_stops_at_once_here_and_soon_at_the_other_instance() throws Exception {
        JsonObject key = makeAccessKey(ADMIN, opsFor("xuhui"));
        String text = key.getString("key");
        assertEquals(200, statusOfPlaces(one, text));
        assertEquals(200, statusOfPlaces(two, text));
        String path = "/v1/keys/access/" + key.getString("keyId");
        assertEquals(204, send(one, ADMIN, "DELETE", path, null).statusCode());
        assertEquals(401, statusOfPlaces(one, text));
        await(two.feed().applyNow());
        assertEquals(401, statusOfPlaces(two, text));
        assertEquals(204, send(one, ADMIN, "DELETE", path, null).statusCode());
        assertEquals("REVOKED", status(key.getString("keyId")));
    }

    private static String status(String keyId) throws Exception {
        return allKeys(ADMIN).stream()
                .filter(key -> key.getString("keyId").equals(keyId))
                .findFirst()
                .orElseThrow()
                .getString("status");
    }

    private static List<JsonObject> allKeys(String by) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = new JsonObject(send(one, by, "GET", "/v1/keys/access?limit=2" + cursor, null)
                    .body());
            JsonArray items = page.getJsonArray("items");
            items.forEach(item -> all.add((JsonObject) item));
            String next = page.getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return all;
    }

    @Test
    void keys_are_listed_newest_first_page_by_page_each_once() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, makeAccessKey(ADMIN, opsFor("pudong")).getString("keyId"));
        }
        List<String> listed =
                allKeys(ADMIN).stream().map(key -> key.getString("keyId")).toList();
        assertEquals(made, listed.stream().filter(made::contains).toList());
        assertEquals(listed.size(), new HashSet<>(listed).size());
    }

    @Test
    void an_ops_key_deals_with_keys_within_its_own_place_only() throws Exception {
        String xuhui = makeAccessKey(ADMIN, opsFor("xuhui")).getString("key");
        JsonObject below = makeAccessKey(xuhui, opsFor("riverside"));
        JsonObject beside = makeAccessKey(ADMIN, opsFor("tower"));
        for (JsonObject wish : List.of(
                opsFor("tower"),
                opsFor("shanghai"),
                new JsonObject().put("kind", "api").put("operatorId", "op-1"))) {
            assertEquals(403, send(one, xuhui, "POST", "/v1/keys/access", wish).statusCode());
        }
        Set<String> seen = new HashSet<>();
        allKeys(xuhui).forEach(key -> seen.add(key.getString("keyId")));
        assertTrue(seen.contains(below.getString("keyId")));
        assertFalse(seen.contains(beside.getString("keyId")));
        assertEquals(
                403,
                send(one, xuhui, "DELETE", "/v1/keys/access/" + beside.getString("keyId"), null)
                        .statusCode());
        assertEquals(
                204,
                send(one, xuhui, "DELETE", "/v1/keys/access/" + below.getString("keyId"), null)
                        .statusCode());
        assertEquals(
                201,
                send(one, xuhui, "POST", "/v1/places/riverside/lanes/river-in/keys", null)
                        .statusCode());
        assertEquals(
                403,
                send(one, xuhui, "POST", "/v1/places/tower/lanes/tower-in/keys", null)
                        .statusCode());
    }

    @Test
    void an_operators_key_deals_with_its_own_keys_and_lots() throws Exception {
        JsonObject wish = new JsonObject().put("kind", "ops").put("operatorId", "op-1");
        String operator = makeAccessKey(ADMIN, wish).getString("key");
        JsonObject own = makeAccessKey(operator, wish);
        JsonObject lot = makeAccessKey(operator, opsFor("riverside"));
        JsonObject other =
                makeAccessKey(ADMIN, new JsonObject().put("kind", "ops").put("operatorId", "op-2"));
        // In a district that the operator runs, but another's.
        JsonObject beside = makeAccessKey(ADMIN, opsFor("tower"));
        Set<String> seen = new HashSet<>();
        allKeys(operator).forEach(key -> seen.add(key.getString("keyId")));
        assertTrue(seen.containsAll(List.of(own.getString("keyId"), lot.getString("keyId"))));
        assertFalse(seen.contains(other.getString("keyId")));
        assertFalse(seen.contains(beside.getString("keyId")));
        assertEquals(
                403,
                send(one, operator, "POST", "/v1/keys/access", opsFor("tower")).statusCode());
    }

    @Test
    void a_wish_that_makes_no_sense_is_422_and_names_the_field() throws Exception {
        Map<JsonObject, String> wishes = Map.of(
                new JsonObject().put("kind", "ops"), "/placeId",
                opsFor("xuhui").put("operatorId", "op-1"), "/placeId",
                opsFor("nowhere"), "/placeId",
                opsFor("xuhui").put("expiresAt", "2020-01-01T00:00:00Z"), "/expiresAt",
                opsFor("xuhui").put("expiresAt", "2030-02-31T00:00:00Z"), "/expiresAt",
                opsFor("xuhui").put("expiresAt", "tomorrow"), "/expiresAt",
                opsFor("xuhui").put("expiresAt", "9999-12-31T23:59:59-18:00"), "/expiresAt",
                opsFor("xuhui").put("kind", "admin"), "/kind",
                opsFor("xuhui").put("labell", "x"), "/labell");
        for (Map.Entry<JsonObject, String> wish : wishes.entrySet()) {
            HttpResponse<String> refused = send(one, ADMIN, "POST", "/v1/keys/access", wish.getKey());
            assertEquals(422, refused.statusCode(), wish.getKey() + " " + refused.body());
            assertEquals(
                    wish.getValue(),
                    new JsonObject(refused.body())
                            .getJsonArray("errors")
                            .getJsonObject(0)
                            .getString("field"));
        }
    }

    @Test
    void what_is_not_there_is_404() throws Exception {
        for (String path : List.of(
                "/v1/keys/access/0000000000000000",
                "/v1/places/riverside/lanes/tower-in/keys/0000000000000000",
                "/v1/places/riverside/lanes/river-in/keys/0000000000000000")) {
            assertEquals(404, send(one, ADMIN, "DELETE", path, null).statusCode(), path);
        }
        assertEquals(
                404,
                send(one, ADMIN, "POST", "/v1/places/riverside/lanes/tower-in/keys", null)
                        .statusCode());
        assertEquals(
                404,
                send(one, ADMIN, "GET", "/v1/places/tower/lanes/river-in/keys", null)
                        .statusCode());
        JsonObject lane = made(send(one, ADMIN, "POST", "/v1/places/riverside/lanes/river-in/keys", null));
        assertEquals(
                404,
                send(one, ADMIN, "DELETE", "/v1/keys/access/" + lane.getString("keyId"), null)
                        .statusCode());
    }

    @Test
    void a_lane_has_at_most_16_active_keys_however_many_ask_at_once() throws Exception {
        String path = "/v1/places/riverside/lanes/river-out/keys";
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            asked.add(CLIENT.sendAsync(
                    request(i % 2 == 0 ? one : two, ADMIN, "POST", path, null), BodyHandlers.ofString()));
        }
        List<String> made = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : asked) {
            HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
            if (response.statusCode() == 201) {
                made.add(new JsonObject(response.body()).getString("keyId"));
            } else {
                assertEquals(409, response.statusCode(), response.body());
            }
        }
        assertEquals(KeyStore.MAX_ACTIVE_KEYS_OF_A_LANE, made.size());
        assertEquals(
                204, send(one, ADMIN, "DELETE", path + "/" + made.get(0), null).statusCode());
        assertEquals(201, send(two, ADMIN, "POST", path, null).statusCode());
    }
}
