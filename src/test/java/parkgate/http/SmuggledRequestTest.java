package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two readers of one connection must not see different requests in it. Each case is followed by a second request, which
 * a reader who took the first one's end elsewhere would answer: it must be answered only where the first one's end is
 * beyond doubt.
 */
class SmuggledRequestTest {
    private static final String SECOND = "GET /v1/places/second HTTP/1.1\r\nHost: a\r\n"
            .concat("Authorization: Bearer k\r\nConnection: close\r\n\r\n");
    private static final String BODY = "{\"type\":\"CITY\",\"name\":\"abc\"}";

    private static final AtomicInteger SECONDS = new AtomicInteger();
    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new OpenDoor(token -> Future.succeededFuture(Optional.of(Caller.admin("k1"))), (vertx, api) -> api.on(
                        "putPlace",
                        Access.of(KeyKind.OPS, KeyKind.ADMIN),
                        call -> Future.succeededFuture(Reply.of(200, call.body())))
                .on("getPlace", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN), call -> {
                    SECONDS.incrementAndGet();
                    return Future.succeededFuture(Reply.of(200, new JsonObject()));
                }));
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    @BeforeEach
    void forget() {
        SECONDS.set(0);
    }

    private static String put(String framing, String body) {
        return "PUT /v1/places/first HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\n"
                .concat("Content-Type: application/json\r\n")
                .concat(framing)
                .concat("\r\n")
                .concat(body);
    }

    private static String get(String line, String headers) {
        return line + "\r\n" + headers + "\r\n";
    }

    static Stream<Arguments> doubtful() {
        String chunked = "1c\r\n" + BODY + "\r\n0\r\n\r\n";
        String te = "Transfer-Encoding: chunked\r\n";
        String length = "Content-Length: 28\r\n";
        String host = "Host: a\r\n";
        return Stream.of(
                Arguments.of("length and encoding", 400, put(length + te, chunked)),
                Arguments.of("encoding and length", 400, put(te + "Content-Length: 6\r\n", chunked)),
                Arguments.of("two lengths", 400, put(length + "Content-Length: 27\r\n", BODY)),
                Arguments.of("two equal lengths", 400, put(length + length, BODY)),
                Arguments.of("a list of lengths", 400, put("Content-Length: 28, 28\r\n", BODY)),
                Arguments.of("a length with a sign", 400, put("Content-Length: +28\r\n", BODY)),
                Arguments.of("a negative length", 400, put("Content-Length: -28\r\n", BODY)),
                Arguments.of("a hexadecimal length", 400, put("Content-Length: 0x1c\r\n", BODY)),
                Arguments.of("a length beyond long", 400, put("Content-Length: 99999999999999999999\r\n", BODY)),
                Arguments.of("an empty length", 400, put("Content-Length: \r\n", BODY)),
                Arguments.of("an unknown encoding", 400, put("Transfer-Encoding: gzip\r\n", chunked)),
                Arguments.of("an unknown encoding and a length", 400, put("Transfer-Encoding: x\r\n" + length, BODY)),
                Arguments.of("chunked within a word", 400, put("Transfer-Encoding: xchunked\r\n", chunked)),
                Arguments.of("chunked not last", 400, put("Transfer-Encoding: chunked, identity\r\n", chunked)),
                Arguments.of("chunked twice", 400, put("Transfer-Encoding: chunked, chunked\r\n", chunked)),
                Arguments.of("chunked on two lines", 400, put(te + te, chunked)),
                Arguments.of("chunked after identity", 400, put("Transfer-Encoding: identity\r\n" + te, chunked)),
                Arguments.of("chunked in quotes", 400, put("Transfer-Encoding: \"chunked\"\r\n", chunked)),
                Arguments.of(
                        "chunked after a tab of its own line",
                        400,
                        put("Transfer-Encoding:\u000bchunked\r\n", chunked)),
                Arguments.of("encoding in HTTP/1.0", 400, put(te, chunked).replace("HTTP/1.1", "HTTP/1.0")),
                Arguments.of("a space before the colon of a length", 400, put("Content-Length : 28\r\n", BODY)),
                Arguments.of(
                        "a space before the colon of an encoding",
                        400,
                        put("Transfer-Encoding : chunked\r\n", chunked)),
                Arguments.of("a tab before a colon", 400, put(length + "X\t: 1\r\n", BODY)),
                Arguments.of("a header without a name", 400, put(length + ": 1\r\n", BODY)),
                Arguments.of("a header without a colon", 400, put(length + "X\r\n", BODY)),
                Arguments.of("a continued line", 400, put(length + "X: a\r\n b\r\n", BODY)),
                Arguments.of(
                        "a length on a continued line", 400, put("X: a\r\n Content-Length: 28\r\n" + length, BODY)),
                Arguments.of("a continued encoding", 400, put("Transfer-Encoding:\r\n\tchunked\r\n", chunked)),
                Arguments.of("a first header that is indented", 400, get("GET / HTTP/1.1", " " + host)),
                Arguments.of("a bare line feed in the head", 400, put("X: 1\n" + length, BODY)),
                Arguments.of(
                        "a bare line feed after the request line",
                        400,
                        put(length, BODY).replaceFirst("\r\n", "\n")),
                Arguments.of(
                        "a head that ends in bare line feeds",
                        400,
                        put(length, "").replaceFirst("\r\n\r\n$", "\n\n") + BODY),
                Arguments.of("a bare carriage return in a value", 400, put(length + "X: a\rb\r\n", BODY)),
                Arguments.of("a NUL in a name", 400, put(length + "X\u0000Y: 1\r\n", BODY)),
                Arguments.of("no Host", 400, get("GET / HTTP/1.1", "X: 1\r\n")),
                Arguments.of("two Hosts", 400, get("GET / HTTP/1.1", host + "Host: b\r\n")),
                Arguments.of("two equal Hosts", 400, get("GET / HTTP/1.1", host + host)),
                Arguments.of("a list of Hosts", 400, get("GET / HTTP/1.1", "Host: a b\r\n")),
                Arguments.of("a Host with a path", 400, get("GET / HTTP/1.1", "Host: a/b\r\n")),
                Arguments.of("a Host with a user", 400, get("GET / HTTP/1.1", "Host: a@b\r\n")),
                Arguments.of(
                        "the old draft of WebSocket",
                        400,
                        get("GET / HTTP/1.1", host + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 1\r\n")),
                Arguments.of("no version", 400, get("GET /", host)),
                Arguments.of("a version to come", 505, get("GET / HTTP/1.9", host)),
                Arguments.of("HTTP/2 in the clear, said in the request line", 505, get("GET / HTTP/2.0", host)),
                Arguments.of("a version of something else", 505, get("GET / ICAP/1.0", host)),
                Arguments.of("a fourth word", 400, get("GET / HTTP/1.1 HTTP/1.1", host)),
                Arguments.of("a target in Latin 1", 400, get("GET /\u00e9 HTTP/1.1", host)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubtful")
    void what_may_end_elsewhere_is_refused_and_nothing_behind_it_is_read(String name, int status, String first)
            throws Exception {
        String answer = door.text(first + SECOND);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
        assertTrue(
                answer.contains("\r\nconnection: close\r\n") || answer.contains("\r\nConnection: close\r\n"), answer);
        assertEquals(1, answers(answer), answer);
        assertEquals(0, SECONDS.get());
    }

    static Stream<Arguments> doubtfulChunks() {
        return Stream.of(
                Arguments.of("a bare line feed after a size", "1c\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed after a chunk", "1c\r\n" + BODY + "\n0\r\n\r\n"),
                Arguments.of("a bare line feed within an extension", "1c;a\nb\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a bare carriage return within an extension", "1c;a\rb\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a chunk longer than it says", "1b\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a size with a sign", "+1c\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a negative size", "-1c\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a size with its base", "0x1c\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("no size", "\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a size beyond 32 bits", "10000001c\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a size beyond 64 bits", "1000000000000001c\r\n" + BODY + "\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed at the end", "1c\r\n" + BODY + "\r\n0\r\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubtfulChunks")
    void a_chunked_body_that_may_end_elsewhere_closes_the_connection(String name, String body) throws Exception {
        String answer = door.text(put("Transfer-Encoding: chunked\r\n", body) + SECOND);
        assertTrue(answer.matches("(?s)HTTP/1\\.1 400 .*"), answer);
        assertEquals(1, answers(answer), answer);
        assertEquals(0, SECONDS.get());
    }

    static Stream<Arguments> plain() {
        String host = "Host: a\r\nAuthorization: Bearer k\r\n";
        return Stream.of(
                Arguments.of("a length", put("Content-Length: 28\r\n", BODY)),
                Arguments.of("chunks", put("Transfer-Encoding: chunked\r\n", "1c\r\n" + BODY + "\r\n0\r\n\r\n")),
                Arguments.of(
                        "chunks in capitals", put("TRANSFER-ENCODING: Chunked\r\n", "1C\r\n" + BODY + "\r\n0\r\n\r\n")),
                Arguments.of(
                        "many chunks",
                        put(
                                "Transfer-Encoding: chunked\r\n",
                                "1\r\n{\r\n001b\r\n" + BODY.substring(1) + "\r\n0\r\n\r\n")),
                Arguments.of(
                        "an extension, not looked at",
                        put("Transfer-Encoding: chunked\r\n", "1c;a=b;c=\"d\"\r\n" + BODY + "\r\n0\r\n\r\n")),
                Arguments.of(
                        "trailers, not looked at",
                        put(
                                "Transfer-Encoding: chunked\r\n",
                                "1c\r\n" + BODY + "\r\n0\r\nContent-Length: 3\r\nX: 1\r\n\r\n")),
                Arguments.of("empty lines before a request", "\r\n\r\n" + put("Content-Length: 28\r\n", BODY)),
                Arguments.of("an absolute target", get("GET http://elsewhere/v1/places/first HTTP/1.1", host)),
                Arguments.of(
                        "a body that nobody asked for",
                        get("GET /v1/places/first HTTP/1.1", host + "Content-Length: 28\r\n") + BODY),
                Arguments.of(
                        "h2c, not taken up",
                        get(
                                "GET /v1/places/first HTTP/1.1",
                                host
                                        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")),
                Arguments.of(
                        "a WebSocket, not taken up",
                        get(
                                "GET /v1/places/first HTTP/1.1",
                                host
                                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plain")
    void what_ends_beyond_doubt_is_answered_and_so_is_what_follows(String name, String first) throws Exception {
        String answer = door.text(first + SECOND);
        assertEquals(2, answers(answer), answer);
        assertTrue(SECONDS.get() >= 1, answer);
        assertTrue(!answer.contains("HTTP/1.1 101") && !answer.contains("HTTP/1.1 500"), answer);
    }

    @Test
    void a_head_that_arrives_byte_by_byte_is_looked_at_all_the_same() throws Exception {
        try (var socket = door.connect()) {
            socket.setTcpNoDelay(true);
            for (byte b : put("X: a\r\n b\r\nContent-Length: 28\r\n", "")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            String answer =
                    new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
    }

    @Test
    void http_2_in_the_clear_is_no_http() throws Exception {
        String answer = door.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
    }

    private static long answers(String all) {
        return Pattern.compile("HTTP/1\\.[01] [0-9]{3} ").matcher(all).results().count();
    }
}
