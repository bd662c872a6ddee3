package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private OpenDoor door;

    private void open(ConnectionBound bound, int pageBytes) throws Exception {
        door = new OpenDoor(
                token -> Future.succeededFuture(Optional.empty()),
                StrictDecoder.Pace.DEFAULT,
                bound,
                (vertx, api) -> api.on("getPage", Access.ANYONE, call -> {
                    answered.incrementAndGet();
                    return Future.succeededFuture(Reply.of(200, "text/plain", Buffer.buffer(new byte[pageBytes])));
                }));
    }

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        door.close();
    }

    private Socket connect() throws IOException {
        Socket socket = door.connect();
        sockets.add(socket);
        return socket;
    }

    /** Whether the door answers on this connection. */
    private static boolean isAnswered(Socket socket) {
        try {
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(12);
            socket.getInputStream().skipNBytes(1);
            return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void beyond_the_bound_a_connection_is_closed_as_it_comes_and_those_that_are_there_go_on() throws Exception {
        ConnectionBound bound = new ConnectionBound(5, 5, all -> true);
        open(bound, 1);
        for (int i = 0; i < 5; i++) {
            assertTrue(isAnswered(connect()));
        }
        assertEquals(5, bound.open());
        for (int i = 0; i < 20; i++) {
            assertEquals(false, isAnswered(connect()));
        }
        assertEquals(20, bound.refused());
        sockets.get(0).close();
        while (bound.open() > 4) {
            Thread.sleep(1);
        }
        assertTrue(isAnswered(connect()));
    }

    @Test
    void one_address_has_its_share_and_a_proxy_has_all() throws Exception {
        ConnectionBound bound = new ConnectionBound(100, 3, none -> false);
        open(bound, 1);
        for (int i = 0; i < 3; i++) {
            assertTrue(isAnswered(connect()));
        }
        assertEquals(false, isAnswered(connect()));
        assertEquals(3, bound.open());
        close();
        ConnectionBound proxied = new ConnectionBound(100, 3, all -> true);
        open(proxied, 1);
        for (int i = 0; i < 10; i++) {
            assertTrue(isAnswered(connect()));
        }
    }

    @Test
    void who_does_not_read_is_not_answered_without_end() throws Exception {
        int asked = 1000;
        open(new ConnectionBound(100, 100, all -> true), 100_000);
        Socket deaf = connect();
        deaf.getOutputStream().write(GET.repeat(asked).getBytes(StandardCharsets.US_ASCII));
        for (int calm = 0, last = -1; calm < 20; calm++) {
            Thread.sleep(10);
            int now = answered.get();
            calm = now == last ? calm : 0;
            last = now;
        }
        assertTrue(answered.get() < asked / 2, "answers held in memory: " + answered.get());
        assertTrue(isAnswered(connect()), "others are served meanwhile");
        int before = answered.get();
        deaf.getInputStream().skipNBytes(100_000L * before);
        assertTrue(answered.get() > before, "whoever reads again is answered again");
    }
}
