package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The lane calls on real HTTP, by a service that grants everything, notes what it hears, and can go away in three ways. */
final class ToyLine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How it answers. */
    enum Mood {
        WELL,
        /** 503, with Retry-After. */
        NOT_DECIDED,
        /** Not at all, and the connection stays. */
        HANGS
    }

    final List<JsonNode> scans = new CopyOnWriteArrayList<>();
    final List<JsonNode> told = new CopyOnWriteArrayList<>();
    final List<JsonNode> passages = new CopyOnWriteArrayList<>();
    final List<JsonNode> heartbeats = new CopyOnWriteArrayList<>();
    final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    final Map<String, JsonNode> known = new ConcurrentHashMap<>();
    volatile Mood mood = Mood.WELL;
    volatile byte[] pack;
    volatile long packVersion;
    volatile Long offlineEntries;
    volatile Duration clockOffset = Duration.ZERO;
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Issuer packs;
    private HttpServer server;
    private final int port;

    ToyLine(Issuer packs) throws IOException {
        this.packs = packs;
        start(0);
        port = server.getAddress().getPort();
    }

    private void start(int at) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void holds(PackText text) {
        pack = text.signed(packs);
        packVersion = text.json.path("version").asLong();
    }

    /** Nothing listens any more. */
    void goes() {
        server.stop(0);
        streams.clear();
    }

    void comesBack() throws IOException {
        start(port);
    }

    void send(String event, ObjectNode data) {
        byte[] text = ("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        streams.removeIf(stream -> !isWritten(stream, text));
    }

    private static boolean isWritten(OutputStream stream, byte[] text) {
        try {
            stream.write(text);
            stream.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    int listeners() {
        return streams.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (mood == Mood.HANGS) {
            hang();
            exchange.close();
            return;
        }
        if (mood == Mood.NOT_DECIDED) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 503, JSON.createObjectNode().put("title", "not decided"));
            return;
        }
        JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
        switch (path) {
            case "/v1/scans" -> answer(exchange, 200, scan(body));
            case "/v1/scans/batch" -> answer(exchange, 200, batch(body));
            case "/v1/passages" -> {
                passages.add(body);
                answer(exchange, 200, JSON.createObjectNode().put("sessionId", "s"));
            }
            case "/v1/lane/heartbeat" -> {
                heartbeats.add(body);
                answer(exchange, 200, heartbeat());
            }
            case "/v1/keys" -> answer(exchange, 200, keys());
            case "/v1/lane/offline-pack" -> pack(exchange);
            case "/v1/lane/commands" -> stream(exchange);
            default -> {
                reports.add(((ObjectNode) body).put("path", path));
                answer(exchange, 200, JSON.createObjectNode());
            }
        }
    }

    private void hang() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode scan(JsonNode scan) {
        scans.add(scan);
        ObjectNode answer = JSON.createObjectNode()
                .put("decision", "GRANTED")
                .put("reason", "OK")
                .put("decisionId", "d-" + scan.path("scanId").asText())
                .put("replayed", false)
                .put("direction", "ENTRY")
                .put("durability", "COMMITTED")
                .put("sessionId", "s");
        answer.putObject("passage")
                .put("expiresAt", Instant.now().plusSeconds(60).toString());
        answer.putObject("display").put("line1", "Welcome").put("line2", "Toy");
        known.put(scan.path("scanId").asText(), scan);
        return answer;
    }

    private ObjectNode batch(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        batchSizes.add(body.path("scans").size());
        for (JsonNode scan : body.path("scans")) {
            told.add(scan);
            String scanId = scan.path("scanId").asText();
            boolean before = known.putIfAbsent(scanId, scan) != null;
            results.addObject().put("scanId", scanId).put("status", before ? "ALREADY_KNOWN" : "RECORDED");
        }
        return answer;
    }

    private ObjectNode heartbeat() {
        ObjectNode answer = JSON.createObjectNode()
                .put("serverTime", Instant.now().plus(clockOffset).toString())
                .put("configVersion", "1")
                .put("keySetVersion", 1)
                .put("statusListVersion", "1")
                .put("packVersion", packVersion)
                .put("nextHeartbeatSeconds", 1);
        return answer.put("offlineEntries", offlineEntries);
    }

    private ObjectNode keys() {
        ObjectNode keys = JSON.createObjectNode();
        keys.putArray("keys")
                .addObject()
                .put("kid", packs.kid().hex())
                .put("x", packs.xText())
                .put("purpose", "status");
        return keys;
    }

    private void pack(HttpExchange exchange) throws IOException {
        if (pack == null) {
            answer(exchange, 404, JSON.createObjectNode().put("title", "no pack"));
            return;
        }
        String etag = "\"" + packVersion + "\"";
        exchange.getResponseHeaders().set("ETag", etag);
        if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.sendResponseHeaders(200, pack.length);
            exchange.getResponseBody().write(pack);
        }
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        streams.add(out);
        hang();
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
