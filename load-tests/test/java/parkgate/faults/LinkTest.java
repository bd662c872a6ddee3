package parkgate.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between a client and a server that says back what it hears. */
class LinkTest {
    private static final int BOUND_MS = 10_000;

    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        link = new Link("test", server.getLocalPort());
        Thread echo = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket near = server.accept()) {
                    for (int b = near.getInputStream().read();
                            b >= 0;
                            b = near.getInputStream().read()) {
                        heard.add(b);
                        near.getOutputStream().write(b);
                    }
                } catch (IOException nextOne) {
                    // the next one comes
                }
            }
        });
        echo.setDaemon(true);
        echo.start();
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(BOUND_MS);
        return socket;
    }

    private static void say(Socket socket, int word) throws IOException {
        socket.getOutputStream().write(word);
    }

    @Test
    void passes_on_what_it_gets_also_slowly_and_in_a_narrow_way() throws Exception {
        try (Socket socket = client()) {
            say(socket, 1);
            assertEquals(1, socket.getInputStream().read());
            link.delay(5);
            link.throttle(1_000);
            say(socket, 2);
            assertEquals(2, socket.getInputStream().read());
        }
    }

    @Test
    void an_answer_that_is_lost_was_given_and_its_connection_ends() throws Exception {
        try (Socket socket = client()) {
            link.loseAnswers();
            say(socket, 1);
            assertEquals(1, heard.poll(BOUND_MS, TimeUnit.MILLISECONDS));
            socket.setSoTimeout(200);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            link.heal();
            assertThrows(IOException.class, () -> {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("closed");
                }
            });
        }
    }

    @Test
    void what_is_held_arrives_later() throws Exception {
        try (Socket socket = client()) {
            say(socket, 1);
            assertEquals(1, socket.getInputStream().read());
            assertEquals(1, heard.take());
            link.hold();
            say(socket, 2);
            assertEquals(null, heard.poll(200, TimeUnit.MILLISECONDS));
            link.heal();
            assertEquals(2, heard.poll(BOUND_MS, TimeUnit.MILLISECONDS));
            assertEquals(2, socket.getInputStream().read());
        }
    }

    @Test
    void what_is_cut_ends_and_a_new_connection_is_good_unless_it_is_refused() throws Exception {
        try (Socket socket = client()) {
            say(socket, 1);
            assertEquals(1, socket.getInputStream().read());
            link.refuse();
            assertThrows(IOException.class, () -> {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("closed");
                }
            });
        }
        try (Socket refused = client()) {
            assertThrows(IOException.class, () -> {
                say(refused, 1);
                if (refused.getInputStream().read() < 0) {
                    throw new IOException("closed");
                }
            });
        }
        link.heal();
        try (Socket socket = client()) {
            say(socket, 3);
            assertEquals(3, socket.getInputStream().read());
        }
    }
}
