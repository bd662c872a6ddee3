package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestTest {
    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new OpenDoor(token -> Future.succeededFuture(Optional.of(Caller.admin("k1"))), (vertx, api) -> api.on(
                        "putPlace",
                        Access.of(KeyKind.OPS, KeyKind.ADMIN),
                        call -> Future.succeededFuture(Reply.of(200, call.body())))
                .on(
                        "getPlace",
                        Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN),
                        call -> Future.succeededFuture(Reply.of(200, new JsonObject())))
                .on(
                        "listPlaces",
                        Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN),
                        call -> Future.succeededFuture(Reply.of(
                                200, new JsonObject().put("limit", Page.of(call).limit())))));
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    static Stream<Arguments> bodies() {
        String start = "{\"type\":\"CITY\",\"name\":";
        return Stream.of(
                Arguments.of("empty", "", 400, null),
                Arguments.of("blank", "  ", 400, null),
                Arguments.of("no json", "hello", 400, null),
                Arguments.of("cut off", start + "\"a\"", 400, null),
                Arguments.of("two documents", start + "\"a\"} {}", 400, null),
                Arguments.of("trailing comma", start + "\"a\",}", 400, null),
                Arguments.of("comment", start + "\"a\"/* */}", 400, null),
                Arguments.of("single quotes", "{'type':'CITY'}", 400, null),
                Arguments.of("NaN", start + "NaN}", 400, null),
                Arguments.of("leading zero", start + "\"a\",\"capacity\":007}", 400, null),
                Arguments.of("byte order mark", "\uFEFF" + start + "\"a\"}", 400, null),
                Arguments.of("raw control character", start + "\"a\u0001\"}", 400, null),
                Arguments.of("array", "[]", 422, ""),
                Arguments.of("text", "\"a\"", 422, ""),
                Arguments.of("number", "1", 422, ""),
                Arguments.of("null", "null", 400, null),
                Arguments.of("escaped NUL", start + "\"a\\u0000b\"}", 422, "/name"),
                Arguments.of("escaped newline", start + "\"a\\nb\"}", 422, "/name"),
                Arguments.of("half a surrogate pair", start + "\"a\\ud800b\"}", 422, "/name"),
                Arguments.of("control character in a name", "{\"na\\u0007me\":1}", 422, ""),
                Arguments.of("duplicate name", start + "\"a\",\"name\":\"b\"}", 422, "/name"),
                Arguments.of("wrong type", start + "7}", 422, "/name"),
                Arguments.of("null for a text", start + "null}", 422, "/name"),
                Arguments.of("object for a text", start + "{\"a\":1}}", 422, "/name"),
                Arguments.of("unknown field", start + "\"a\",\"colour\":1}", 422, "/colour"),
                Arguments.of("fraction", start + "\"a\",\"capacity\":1.5}", 422, "/capacity"),
                Arguments.of("negative", start + "\"a\",\"capacity\":-1}", 422, "/capacity"),
                Arguments.of("beyond int", start + "\"a\",\"capacity\":99999999999}", 422, "/capacity"),
                Arguments.of("beyond long", start + "\"a\",\"capacity\":99999999999999999999}", 422, "/capacity"),
                Arguments.of("beyond double", start + "\"a\",\"capacity\":1e999}", 422, "/capacity"),
                Arguments.of("endless number", start + "\"a\",\"capacity\":" + "9".repeat(5000) + "}", 422, ""),
                Arguments.of("huge exponent", start + "\"a\",\"capacity\":1e999999999}", 422, "/capacity"),
                Arguments.of("long name", "{\"" + "n".repeat(60_000) + "\":1}", 422, ""),
                Arguments.of("long text", start + "\"" + "n".repeat(60_000) + "\"}", 422, "/name"),
                Arguments.of("33 arrays", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}", 422, ""),
                Arguments.of("30,000 arrays", "[".repeat(30_000) + "]".repeat(30_000), 422, ""),
                Arguments.of("30,000 objects cut off", "{\"a\":".repeat(10_000), 422, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_wrong_body_gets_a_problem_that_names_the_field(String name, String body, int status, String field)
            throws Exception {
        JsonObject problem = OpenDoor.problem(
                door.send(put(body.getBytes(StandardCharsets.UTF_8))),
                status,
                status == 400 ? "bad-request" : "invalid-request");
        if (field != null) {
            assertEquals(field, problem.getJsonArray("errors").getJsonObject(0).getString("field"), problem.encode());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void a_body_that_is_not_utf8_is_400(String name, byte[] body) throws Exception {
        OpenDoor.problem(door.send(put(body)), 400, "bad-request");
    }

    static Stream<Arguments> encodings() {
        String good = "{\"type\":\"CITY\",\"name\":\"é\"}";
        return Stream.of(
                Arguments.of("latin 1", good.getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of("UTF-16", good.getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-32", good.getBytes(java.nio.charset.Charset.forName("UTF-32"))),
                Arguments.of("overlong", bytes("{\"name\":\"", 0xc0, 0xaf, "\"}")),
                Arguments.of("surrogate", bytes("{\"name\":\"", 0xed, 0xa0, 0x80, "\"}")),
                Arguments.of("cut off", bytes("{\"name\":\"", 0xe4, 0xb8, "\"}")));
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer one) {
                out.write(one);
            } else {
                out.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static HttpRequest.Builder put(byte[] body) {
        return door.to("/v1/places/riverside")
                .header("Authorization", "Bearer key")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(body));
    }

    @Test
    void a_body_of_64_KiB_is_read() throws Exception {
        String start = "{\"type\":\"CITY\",\"name\":\"a\"";
        String body = start + " ".repeat(65_536 - start.length() - 1) + "}";
        assertEquals(200, door.send(put(body.getBytes(StandardCharsets.UTF_8))).statusCode());
    }

    @Test
    void one_byte_more_is_413() throws Exception {
        OpenDoor.problem(door.send(put(new byte[65_537])), 413, "too-large");
    }

    @Test
    void a_body_of_1_MB_is_answered_and_not_cut_off() throws Exception {
        OpenDoor.problem(door.send(put(new byte[1_000_000])), 413, "too-large");
    }

    @Test
    void a_chunked_body_of_1_MB_is_answered_and_not_cut_off() throws Exception {
        byte[] large = new byte[1_000_000];
        HttpRequest.Builder chunked =
                put(new byte[0]).PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)));
        OpenDoor.problem(door.send(chunked), 413, "too-large");
    }

    /** The head of a request that brings a body. */
    private static String put(String... headers) {
        return "PUT /v1/places/riverside HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\n"
                .concat("Content-Type: application/json\r\n")
                .concat(String.join("\r\n", headers))
                .concat("\r\n\r\n");
    }

    @Test
    void a_body_without_end_is_answered_and_then_the_connection_closed() throws Exception {
        try (Socket socket = door.connect()) {
            socket.getOutputStream().write(put("Content-Length: 9000000000").getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[1 << 16];
            for (int sent = 0; sent <= RequestBody.MAX_DROPPED_BYTES; sent += part.length) {
                socket.getOutputStream().write(part);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
    }

    @Test
    void a_body_that_never_comes_is_answered_and_then_the_connection_closed() throws Exception {
        String answer = door.text(put("Content-Length: 100"));
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    }

    @Test
    void a_sender_that_asks_first_is_told_no_before_it_sends() throws Exception {
        String answer = door.text(put("Content-Length: 70000", "Expect: 100-continue"));
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }

    @Test
    void a_sender_that_asks_first_is_told_to_go_on() throws Exception {
        String answer = door.text(put("Content-Length: 28", "Expect: 100-continue", "Connection: close")
                + "{\"type\":\"CITY\",\"name\":\"abc\"}");
        assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"), answer);
    }

    @Test
    void another_media_type_is_415() throws Exception {
        HttpRequest.Builder form = door.to("/v1/places/riverside")
                .header("Authorization", "Bearer key")
                .PUT(BodyPublishers.ofString("type=CITY"));
        OpenDoor.problem(door.send(form), 415, "unsupported-media-type");
        OpenDoor.problem(
                door.send(form.header("Content-Type", "application/x-www-form-urlencoded")),
                415,
                "unsupported-media-type");
    }

    @Test
    void a_request_line_beyond_4_KiB_is_414() throws Exception {
        String answer = door.text("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.0 414 "), answer);
        assertTrue(answer.contains("/problems/uri-too-long"), answer);
    }

    @Test
    void headers_beyond_8_KiB_are_431() throws Exception {
        String answer = door.text("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9000) + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        assertTrue(answer.contains("/problems/headers-too-large"), answer);
    }

    @ParameterizedTest
    @MethodSource("noHttp")
    void what_is_not_http_is_400(String request) throws Exception {
        String answer = door.text(request);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] 400 .*"), answer);
        assertTrue(answer.contains("/problems/bad-request"), answer);
    }

    static Stream<String> noHttp() {
        return Stream.of(
                "hello there\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET /v1/places HTTP/1.1\r\nConnection: close\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    }

    @ParameterizedTest
    @MethodSource("oddPaths")
    void a_path_that_cannot_be_decoded_is_answered(String path) throws Exception {
        String answer = door.text(
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\nConnection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1\\.1 4(00|04|22) .*"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
    }

    static Stream<String> oddPaths() {
        return Stream.of(
                "/v1/places?cursor=%zz",
                "/v1/places?cursor=%",
                "/v1/places?cursor=%00",
                "/v1/places?limit=%ff%fe",
                "/v1/places?%00=1",
                "/%zz",
                "/v1/places/%zz",
                "/v1/places/%ff",
                "/v1/places/..%2f..%2fetc",
                "/v1/places/%00",
                "*");
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void a_bad_parameter_is_422_and_named(String query, String field) throws Exception {
        HttpResponse<String> response = door.send(door.to("/v1/places?" + query).header("Authorization", "Bearer k"));
        JsonObject problem = OpenDoor.problem(response, 422, "invalid-request");
        assertEquals(field, problem.getJsonArray("errors").getJsonObject(0).getString("field"));
    }

    static Stream<Arguments> badQueries() {
        return Stream.of(
                Arguments.of("limit=0", "limit"),
                Arguments.of("limit=201", "limit"),
                Arguments.of("limit=ten", "limit"),
                Arguments.of("limit=1.5", "limit"),
                Arguments.of("limit=", "limit"),
                Arguments.of("limit=99999999999999999999999999", "limit"),
                Arguments.of("limit=1&limit=2", "limit"),
                Arguments.of("cursor=", "cursor"),
                Arguments.of("cursor=abc", "cursor"),
                Arguments.of("cursor=" + "a".repeat(129), "cursor"),
                Arguments.of("parentId=a%20b", "parentId"),
                Arguments.of("parentld=a", "parentld"));
    }

    @Test
    void limits_are_50_by_default_and_200_at_most() throws Exception {
        assertEquals(
                "{\"limit\":50}",
                door.send(door.to("/v1/places").header("Authorization", "Bearer k"))
                        .body());
        assertEquals(
                "{\"limit\":200}",
                door.send(door.to("/v1/places?limit=200").header("Authorization", "Bearer k"))
                        .body());
    }
}
