package parkgate.gatesim.toy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The contract on real HTTP, by the simplest book that can keep it: one lock, no storage. It is here to try the simulator
 * on, and to lie to it.
 */
public final class ToyService implements AutoCloseable {
    public static final String ADMIN_KEY = "pg_admin_toy_0123456789abcdef0123456789abcdef";
    static final ObjectMapper JSON = new ObjectMapper();

    /** How this service does not keep the contract. */
    public enum Lie {
        NONE,
        /** A repeated scanId is decided again. */
        FORGETS_SCAN_IDS,
        /** NO_ENTRY is answered, and nothing put back. */
        KEEPS_BACKED_OUT_CARS,
        /** Capacity does not matter. */
        ADMITS_BEYOND_CAPACITY,
        /** A revoked code opens. */
        ADMITS_REVOKED,
        /** One car more than there is. */
        COUNTS_ONE_MORE,
        /** Exits are not recorded. */
        FORGETS_EXITS
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final ToyBook book;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int downAtEvery;
    private volatile int downFor;

    public ToyService(Lie lie) throws IOException {
        book = new ToyBook(lie);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * From now on, of every {@code each} requests the first {@code down} are not answered: by turns a 503 instead, or a
     * closed connection after they were decided.
     */
    public void breakDownAtEvery(int each, int down) {
        downAtEvery = each;
        downFor = down;
    }

    private void handle(HttpExchange exchange) throws IOException {
        int number = requests.getAndIncrement();
        boolean down = downAtEvery > 0 && number % downAtEvery < downFor;
        if (down && number % 2 == 0) {
            answer(exchange, 503, JSON.createObjectNode().put("type", "/problems/not-decided"));
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        ObjectNode request = body.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body);
        ToyBook.Reply reply;
        try {
            reply = book.call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    request);
        } catch (RuntimeException e) {
            reply = new ToyBook.Reply(500, JSON.createObjectNode().put("detail", e.toString()));
        }
        if (down) {
            exchange.close();
            return;
        }
        answer(exchange, reply.status(), reply.body());
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
