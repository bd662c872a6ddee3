package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who sends slowly is told so and let go. The door's patience is cut to tenths of a second here. */
class SlowClientTest {
    private static final String AUTHORIZED = "Host: a\r\nAuthorization: Bearer k\r\nContent-Type: application/json\r\n";

    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        StrictDecoder.Pace pace = new StrictDecoder.Pace(200, 200, 1_000);
        door = new OpenDoor(
                token -> Future.succeededFuture(token.equals("k") ? Optional.of(Caller.admin("k1")) : Optional.empty()),
                pace,
                new ConnectionBound(1000, 1000, all -> true),
                (vertx, api) -> api.on(
                                "putPlace",
                                Access.of(KeyKind.OPS, KeyKind.ADMIN),
                                call -> Future.succeededFuture(Reply.of(200, call.body())))
                        .on(
                                "getPage",
                                Access.ANYONE,
                                call -> Future.succeededFuture(Reply.of(200, "text/plain", Buffer.buffer("here")))));
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void a_request_line_that_does_not_end_is_408() throws Exception {
        assertSlow(door.text("GET /"));
    }

    @Test
    void headers_that_do_not_end_are_408() throws Exception {
        assertSlow(door.text("GET / HTTP/1.1\r\nHost: a\r\n"));
    }

    @Test
    void a_head_that_trickles_in_is_408_however_lively_it_is() throws Exception {
        try (Socket socket = door.connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\n");
            Thread trickle = new Thread(() -> {
                try {
                    while (true) {
                        send(socket, "a");
                        Thread.sleep(10);
                    }
                } catch (IOException | InterruptedException closed) {
                    // the door was right to close
                }
            });
            trickle.start();
            byte[] start = socket.getInputStream().readNBytes(13);
            assertEquals("HTTP/1.0 408 ", new String(start, StandardCharsets.US_ASCII));
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void a_second_request_on_a_connection_has_a_deadline_of_its_own() throws Exception {
        try (Socket socket = door.connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT");
            String answer = rest(socket);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertSlow(answer.substring(answer.indexOf("here") + 4));
        }
    }

    @Test
    void a_body_that_does_not_begin_is_408() throws Exception {
        assertSlow(door.text("PUT /v1/places/a HTTP/1.1\r\n" + AUTHORIZED + "Content-Length: 10\r\n\r\n"));
    }

    @Test
    void a_body_that_stops_is_408() throws Exception {
        assertSlow(door.text("PUT /v1/places/a HTTP/1.1\r\n" + AUTHORIZED + "Content-Length: 10\r\n\r\n{\"a"));
    }

    @Test
    void chunks_that_stop_are_408() throws Exception {
        assertSlow(door.text(
                "PUT /v1/places/a HTTP/1.1\r\n" + AUTHORIZED + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n"));
    }

    @Test
    void the_body_of_a_request_that_was_refused_is_not_waited_for() throws Exception {
        String answer = door.text("PUT /v1/places/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{\"a");
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        assertEquals(answer.indexOf("HTTP/1."), answer.lastIndexOf("HTTP/1."), answer);
    }

    @Test
    void a_connection_may_wait_between_its_requests() throws Exception {
        try (Socket socket = door.connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n");
            Thread.sleep(600); // three times what a head may take
            send(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String answer = rest(socket);
            assertEquals(2, answer.split("HTTP/1.1 200 ", -1).length - 1, answer);
        }
    }

    private static void assertSlow(String answer) {
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] 408 .*"), answer);
        assertTrue(answer.contains("/problems/too-slow"), answer);
        assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
    }
}
