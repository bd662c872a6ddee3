package parkgate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.ContractedAnswers;
import parkgate.testing.Servers;

/**
 * Every operation of the contract, with every way to get it wrong, at the whole service: what comes back is an answer that
 * the contract names, and never the service's fault.
 */
class MalformedEverywhereIT {
    private static final Secret ADMIN = new Secret("pg_admin_0123456789abcdef_" + "0123456789abcdef".repeat(4));
    private static final Map<String, String> IDS = Map.of(
            "credentialId", "0123456789ABCDEF",
            "rightId", "018f6b1e-7c6e-7b43-9c5a-3b1f6f1c2d3e",
            "sessionId", "018f6b1e-7c6e-7b43-9c5a-3b1f6f1c2d3e",
            "keyId", "0123456789abcdef",
            "laneId", "gate",
            "file", "a.js");
    private static final List<String> BAD_BODIES = List.of(
            "",
            " ",
            "x",
            "{",
            "[]",
            "null",
            "1",
            "\"a\"",
            "{\"a\":1}",
            "{\"a\":1,\"a\":2}",
            "[".repeat(40_000),
            "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}",
            "{\"code\":1e999}",
            "{\"a\":" + "9".repeat(5_000) + "}",
            "{\"\\u0000\":1}",
            "a".repeat(1_000_000));
    private static final List<Object> BAD_VALUES = Arrays.asList(
            null,
            1,
            -1,
            1.5,
            1e308,
            Long.MAX_VALUE,
            "",
            "\u0000",
            "a\nb",
            "x".repeat(5_000),
            true,
            new JsonArray(),
            new JsonObject(),
            "9999-99-99T99:99:99Z",
            "-999999999-01-01T00:00:00Z",
            "2026-01-01T00:00:00+99:99");
    private static final List<String> BAD_QUERIES = List.of(
            "",
            "?limit=0",
            "?limit=99999999999999999999",
            "?cursor=zz",
            "?cursor=MTp4",
            "?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OmE",
            "?from=x",
            "?from=0000-00-00T00:00:00Z",
            "?to=2026-01-01T00:00:00%2B99:99",
            "?size=1",
            "?%00=1",
            "?placeId=%00",
            "?placeId=nowhere",
            "?credentialId=x",
            "?holderRef=%00",
            "?parentId=nowhere");
    private static final List<String> BAD_IDS =
            List.of("%00", "%ff", "a%2Fb", "%252e", "x".repeat(65), "%F0%9F%9A%97", "'%20or%201=1", "nowhere");

    @TempDir
    private Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> wrong = new ArrayList<>();
    private int port;
    private String laneKey = "";

    private record Operation(String method, String template, JsonObject says) {}

    @Test
    void is_answered_as_the_contract_says_and_never_with_a_500() throws Exception {
        try (EmbeddedRedis redis = Servers.startRedis()) {
            ServerAddresses servers =
                    new ServerAddresses(new Secret(Servers.freshDatabaseUri()), new Secret(redis.uri()), true);
            Settings settings = Settings.read(
                    List.of(
                            "--http-port=0",
                            "--demo=false",
                            "--data-dir=" + data,
                            "--postgres-uri=" + servers.postgres().text(),
                            "--redis-uri=" + servers.redis().text(),
                            "--admin-key=" + ADMIN.text()),
                    Map.of());
            Service service = Start.service(settings, servers, ADMIN);
            try {
                port = service.port();
                makeLot();
                for (Operation operation : operations().toList()) {
                    sweep(operation);
                }
            } finally {
                Await.result(service.drain());
                Await.result(service.close());
            }
        }
        assertTrue(
                wrong.isEmpty(),
                () -> wrong.size() + " wrong, like\n"
                        + String.join("\n", wrong.subList(0, Math.min(20, wrong.size()))));
    }

    private void makeLot() throws Exception {
        put("/v1/places/city", "{\"type\":\"CITY\",\"name\":\"City\"}");
        put("/v1/places/district", "{\"type\":\"DISTRICT\",\"parentId\":\"city\",\"name\":\"District\"}");
        put("/v1/places/lot", "{\"type\":\"LOT\",\"parentId\":\"district\",\"name\":\"Lot\",\"operatorId\":\"op\"}");
        put("/v1/places/lot/lanes/gate", "{\"direction\":\"ENTRY\"}");
        String made = send("POST", "/v1/places/lot/lanes/gate/keys", ADMIN.text(), null)
                .body();
        laneKey = new JsonObject(made).getString("key");
    }

    private void put(String path, String body) throws Exception {
        HttpResponse<String> response = send("PUT", path, ADMIN.text(), body);
        assertTrue(response.statusCode() < 300, response.body());
    }

    private static Stream<Operation> operations() {
        JsonObject paths = ContractedAnswers.document().getJsonObject("paths");
        return paths.fieldNames().stream().flatMap(template -> paths.getJsonObject(template).fieldNames().stream()
                .filter(method -> !method.equals("parameters"))
                .map(method -> new Operation(
                        method.toUpperCase(Locale.ROOT),
                        template,
                        paths.getJsonObject(template).getJsonObject(method)))
                // A stream does not end, and is tested by itself.
                .filter(operation -> !operation.says().getString("operationId").equals("streamOccupancy")));
    }

    private void sweep(Operation operation) throws Exception {
        String path = operation.template();
        for (Map.Entry<String, String> id : IDS.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        path = path.replaceAll("\\{\\w+}", "lot");
        JsonArray security = operation.says().getJsonArray("security");
        boolean lanes = !security.isEmpty() && security.encode().equals("[{\"accessKey\":[\"lane\"]}]");
        String key = lanes ? laneKey : ADMIN.text();
        if (operation.says().containsKey("requestBody")) {
            List<String> bodies = new ArrayList<>(BAD_BODIES);
            examples(operation).forEach(example -> bodies.addAll(spoilt(example)));
            for (String body : bodies) {
                look(operation.method(), path, key, body);
            }
        } else {
            for (String query : BAD_QUERIES) {
                look(operation.method(), path + query, key, null);
            }
        }
        for (String id : BAD_IDS) {
            String odd = operation.template().replaceAll("\\{\\w+}", id);
            if (!odd.equals(operation.template())) {
                look(operation.method(), odd, key, null);
            }
        }
        look(operation.method(), path, "no key", null);
    }

    private static Stream<JsonObject> examples(Operation operation) {
        JsonObject content = operation
                .says()
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json");
        JsonObject one = content.getJsonObject("example");
        return one != null
                ? Stream.of(one)
                : content.getJsonObject("examples").stream()
                        .map(entry -> ((JsonObject) entry.getValue()).getJsonObject("value"));
    }

    /** A good body, each field once in each bad way, left out, and misspelt. */
    private static List<String> spoilt(JsonObject good) {
        List<String> bodies = new ArrayList<>();
        for (String field : good.fieldNames()) {
            for (Object value : BAD_VALUES) {
                bodies.add(good.copy().put(field, value).encode());
            }
            JsonObject without = good.copy();
            without.remove(field);
            bodies.add(without.encode());
            bodies.add(good.copy().put(field + "x", 1).encode());
        }
        return bodies;
    }

    private void look(String method, String path, String key, @Nullable String body) throws Exception {
        HttpResponse<String> response = send(method, path, key, body);
        if (response.statusCode() >= 500) {
            wrong.add(method + " " + path + " " + response.statusCode() + " for " + shown(body));
        } else if (!isHttpItself(response)) {
            try {
                ContractedAnswers.check(response);
            } catch (AssertionError e) {
                wrong.add(e.getMessage() + " for " + shown(body));
            }
        }
    }

    /** What any path may answer before an operation is reached: no such path, a path or query that cannot be read. */
    private static boolean isHttpItself(HttpResponse<String> response) {
        return (response.statusCode() == 404 || response.statusCode() == 400 || response.statusCode() == 405)
                && response.headers().firstValue("content-type").orElse("").equals("application/problem+json");
    }

    private static String shown(@Nullable String body) {
        return body == null || body.length() <= 200 ? String.valueOf(body) : body.substring(0, 200) + "…";
    }

    private HttpResponse<String> send(String method, String path, String key, @Nullable String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build(),
                BodyHandlers.ofString());
    }
}
