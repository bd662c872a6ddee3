package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static OpenDoor door;

    /** Every kind's name is a key; a name with {@code slow-} before it is known only a turn later. */
    private static Future<Optional<Caller>> authenticate(String token) {
        if (token.equals("away")) {
            return Future.failedFuture(Problem.unavailable("keys-away", "Keys cannot be looked up", 1));
        }
        if (token.startsWith("slow-")) {
            Promise<Optional<Caller>> later = Promise.promise();
            Vertx.currentContext().owner().setTimer(20, ignored -> later.complete(caller(token.substring(5))));
            return later.future();
        }
        return Future.succeededFuture(caller(token));
    }

    private static Optional<Caller> caller(String token) {
        return KeyKind.of(token).map(kind -> new Caller("k-" + token, kind, "lane-1", "lot-1", null, null));
    }

    @BeforeAll
    static void open() throws Exception {
        door = new OpenDoor(ApiTest::authenticate, (vertx, api) -> {
            api.explaining(failure -> failure instanceof java.io.IOException
                    ? Optional.of(Problem.unavailable("database-away", "The database is away", 1))
                    : Optional.empty());
            api.on("putPlace", Access.of(KeyKind.OPS, KeyKind.ADMIN), call -> {
                JsonObject said = new JsonObject()
                        .put("placeId", call.path("placeId"))
                        .put("by", call.caller().keyId())
                        .put("body", call.body());
                return Future.succeededFuture(Reply.of(201, said).with("ETag", "\"1\""));
            });
            api.on("getPlace", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN), call -> switch (call.path(
                    "placeId")) {
                case "thrown" -> throw new IllegalStateException("secret of the house");
                case "failed" -> Future.failedFuture(new IllegalStateException("secret of the house"));
                case "away" -> Future.failedFuture(new java.io.IOException("connection to the house lost"));
                case "gone" -> Future.failedFuture(Problem.notFound("No place has this id."));
                default -> Future.succeededFuture(Reply.of(200, new JsonObject()));
            });
            api.on(
                    "reissueCredential",
                    Access.of(KeyKind.OPS, KeyKind.ADMIN),
                    call -> Future.succeededFuture(Reply.of(201, call.body())));
            api.on(
                    "createLaneKey",
                    Access.of(KeyKind.OPS, KeyKind.ADMIN),
                    call -> Future.succeededFuture(Reply.of(201, call.body())));
            api.on(
                    "getPage",
                    Access.ANYONE,
                    call -> Future.succeededFuture(
                            Reply.of(200, "text/html", io.vertx.core.buffer.Buffer.buffer("<p>"))));
            api.raw("scan", Access.of(KeyKind.LANE), ctx -> RequestBody.read(ctx.request())
                    .onSuccess(body -> ctx.json(
                            new JsonObject().put("by", Api.caller(ctx).keyId()).put("bytes", body.length())))
                    .onFailure(ctx::fail));
        });
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    private static HttpRequest.Builder put(String key, String body) {
        return door.to("/v1/places/riverside")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body));
    }

    @Test
    void hands_on_what_the_contract_passed() throws Exception {
        HttpResponse<String> response = door.send(put("ops", "{\"type\":\"CITY\",\"name\":\"上海\",\"capacity\":3}"));
        assertEquals(201, response.statusCode(), response.body());
        assertEquals("\"1\"", response.headers().firstValue("etag").orElseThrow());
        assertEquals(
                new JsonObject()
                        .put("placeId", "riverside")
                        .put("by", "k-ops")
                        .put(
                                "body",
                                new JsonObject()
                                        .put("type", "CITY")
                                        .put("name", "上海")
                                        .put("capacity", 3)),
                new JsonObject(response.body()));
    }

    @Test
    void names_every_bad_field_at_once() throws Exception {
        JsonObject problem = OpenDoor.problem(
                door.send(put(
                        "ops",
                        "{\"type\":\"TOWN\",\"capacity\":\"many\",\"colour\":\"red\",\"passageTimeoutSeconds\":0}")),
                422,
                "invalid-request");
        assertEquals(
                List.of(
                        "/capacity must be of type integer",
                        "/colour is not a known field",
                        "/name is required",
                        "/passageTimeoutSeconds must not be less than 1",
                        "/type must be one of [\"CITY\",\"DISTRICT\",\"LOT\",\"AREA\"]"),
                problem.getJsonArray("errors").stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getString("field") + " " + error.getString("message"))
                        .sorted()
                        .toList());
    }

    @Test
    void refuses_a_bad_parameter_of_the_path_and_of_the_query() throws Exception {
        HttpRequest.Builder get = door.to("/v1/places/a%20b?nosuch=1").header("Authorization", "Bearer ops");
        JsonObject problem = OpenDoor.problem(door.send(get), 422, "invalid-request");
        assertEquals(
                List.of("nosuch", "placeId"),
                problem.getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field"))
                        .sorted()
                        .toList());
    }

    @Test
    void a_missing_or_unknown_key_is_401() throws Exception {
        HttpResponse<String> none = door.send(door.to("/v1/places/riverside"));
        OpenDoor.problem(none, 401, "unauthorized");
        assertEquals(
                "Bearer realm=\"parkgate\"",
                none.headers().firstValue("www-authenticate").orElseThrow());
        for (String key : List.of("nobody", "slow-nobody", "x".repeat(1000))) {
            OpenDoor.problem(door.send(put(key, "{}")), 401, "unauthorized");
        }
        OpenDoor.problem(
                door.send(door.to("/v1/places/riverside").header("Authorization", "Basic b3BzOm9wcw==")),
                401,
                "unauthorized");
    }

    @Test
    void a_key_of_another_kind_is_403_and_is_so_before_the_body_is_looked_at() throws Exception {
        OpenDoor.problem(door.send(put("lane", "no json")), 403, "forbidden");
        OpenDoor.problem(door.send(put("slow-lane", "no json")), 403, "forbidden");
    }

    @Test
    void a_key_that_takes_a_moment_to_look_up_loses_no_body() throws Exception {
        HttpResponse<String> checked = door.send(put("slow-ops", "{\"type\":\"CITY\",\"name\":\"a\"}"));
        assertEquals(201, checked.statusCode(), checked.body());
        HttpResponse<String> raw = door.send(door.to("/v1/scans")
                .header("Authorization", "Bearer slow-lane")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("x".repeat(40_000))));
        assertEquals("{\"by\":\"k-lane\",\"bytes\":40000}", raw.body());
    }

    @Test
    void keys_that_cannot_be_looked_up_are_503_with_retry_after() throws Exception {
        HttpResponse<String> response = door.send(put("away", "{}"));
        OpenDoor.problem(response, 503, "keys-away");
        assertEquals("1", response.headers().firstValue("retry-after").orElseThrow());
    }

    @Test
    void an_unknown_path_is_404_and_a_wrong_method_405_with_those_that_are_allowed() throws Exception {
        OpenDoor.problem(door.send(door.to("/v2/places")), 404, "not-found");
        OpenDoor.problem(door.send(door.to("/v1/places/riverside/nosuch")), 404, "not-found");
        HttpResponse<String> wrong = door.send(door.to("/v1/places/riverside").DELETE());
        OpenDoor.problem(wrong, 405, "method-not-allowed");
        assertEquals("GET, HEAD, PUT", wrong.headers().firstValue("allow").orElseThrow());
    }

    @Test
    void a_bug_is_a_500_that_tells_nothing() throws Exception {
        for (String place : List.of("thrown", "failed")) {
            HttpResponse<String> response =
                    door.send(door.to("/v1/places/" + place).header("Authorization", "Bearer api"));
            OpenDoor.problem(response, 500, "internal-error");
            assertFalse(response.body().contains("secret"), response.body());
        }
    }

    @Test
    void a_failure_that_is_explained_is_no_bug() throws Exception {
        OpenDoor.problem(
                door.send(door.to("/v1/places/away").header("Authorization", "Bearer api")), 503, "database-away");
    }

    @Test
    void a_problem_of_a_handler_is_the_answer() throws Exception {
        JsonObject problem = OpenDoor.problem(
                door.send(door.to("/v1/places/gone").header("Authorization", "Bearer api")), 404, "not-found");
        assertEquals("No place has this id.", problem.getString("detail"));
    }

    @Test
    void a_body_that_is_not_needed_may_be_absent_or_empty_and_nothing_else() throws Exception {
        HttpRequest.Builder reissue = door.to("/v1/credentials/0123456789ABCDEF/reissue")
                .header("Authorization", "Bearer ops")
                .header("Content-Type", "application/json");
        assertEquals(
                201, door.send(reissue.copy().POST(BodyPublishers.noBody())).statusCode());
        assertEquals(
                201,
                door.send(reissue.copy().POST(BodyPublishers.ofString("{}"))).statusCode());
        OpenDoor.problem(door.send(reissue.copy().POST(BodyPublishers.ofString("{\"a\":1}"))), 422, "invalid-request");

        HttpRequest.Builder key = door.to("/v1/places/lot-1/lanes/lane-1/keys").header("Authorization", "Bearer ops");
        assertEquals(201, door.send(key.copy().POST(BodyPublishers.noBody())).statusCode());
    }

    @Test
    void a_sane_request_id_comes_back_and_any_other_is_replaced() throws Exception {
        HttpResponse<String> sane = door.send(door.to("/").header("X-Request-Id", "gate-7.41"));
        assertEquals("gate-7.41", sane.headers().firstValue("x-request-id").orElseThrow());
        for (String odd : List.of("a b", "x".repeat(65), "<script>")) {
            HttpResponse<String> other = door.send(door.to("/").header("X-Request-Id", odd));
            String id = other.headers().firstValue("x-request-id").orElseThrow();
            assertTrue(id.matches("[0-9a-f]{12}-[0-9]+"), id);
        }
    }

    @Test
    void every_answer_forbids_guessing_its_type_and_pages_forbid_foreign_scripts() throws Exception {
        HttpResponse<String> page = door.send(door.to("/"));
        assertEquals(
                "nosniff", page.headers().firstValue("x-content-type-options").orElseThrow());
        assertEquals("no-referrer", page.headers().firstValue("referrer-policy").orElseThrow());
        assertEquals(
                SecurityHeaders.OWN,
                page.headers().firstValue("content-security-policy").orElseThrow());
        assertFalse(SecurityHeaders.OWN.contains("unsafe"));
        assertEquals("DENY", page.headers().firstValue("x-frame-options").orElseThrow());
        assertTrue(page.headers().firstValue("strict-transport-security").isEmpty());
        HttpResponse<String> refused = door.send(door.to("/nosuch"));
        assertEquals(
                "nosniff",
                refused.headers().firstValue("x-content-type-options").orElseThrow());
        assertEquals("no-store", refused.headers().firstValue("cache-control").orElseThrow());
        assertEquals(
                SecurityHeaders.NOTHING,
                refused.headers().firstValue("content-security-policy").orElseThrow());
    }

    @Test
    void a_raw_operation_takes_json_only() throws Exception {
        OpenDoor.problem(
                door.send(door.to("/v1/scans")
                        .header("Authorization", "Bearer lane")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
    }

    @Test
    void serves_the_contract_as_it_is_written() throws Exception {
        HttpResponse<byte[]> served = door.sendForBytes(door.to("/openapi.yaml"));
        assertEquals(200, served.statusCode());
        try (InputStream file = ApiTest.class.getResourceAsStream("/openapi.yaml")) {
            assertArrayEquals(file.readAllBytes(), served.body());
        }
    }

    @Test
    void answers_head_like_get_without_the_body() throws Exception {
        HttpResponse<String> head = door.send(door.to("/").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }
}
