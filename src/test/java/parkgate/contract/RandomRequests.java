package parkgate.contract;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Requests that an operation may get from a client with mistakes in it, and from one that tries what it can break. */
public final class RandomRequests {
    private static final List<String> NO_JSON = List.of(
            "",
            " ",
            "x",
            "{",
            "}",
            "[]",
            "null",
            "1",
            "\"a\"",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1}{\"a\":1}",
            "{\"a\":1,}",
            "{'a':1}",
            "[".repeat(40_000),
            "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}",
            "{\"code\":1e999}",
            "{\"a\":" + "9".repeat(5_000) + "}",
            "{\"\\u0000\":1}",
            "{\"a\":\"\\ud800\"}",
            "\ufeff{}",
            "a".repeat(70_000));

    private final Samples samples;
    private final RandomGenerator dice;

    public RandomRequests(Samples samples, RandomGenerator dice) {
        this.samples = samples;
        this.dice = dice;
    }

    /**
     * A request.
     *
     * @param target path and query, escaped
     * @param body null: none
     */
    public record Request(
            Operation operation,
            String target,
            Map<String, String> headers,
            @Nullable String body) {}

    /** One for the operation. */
    public Request of(Operation operation) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonObject parameter : operation.parameters("header")) {
            if (dice.nextBoolean()) {
                headers.put(
                        parameter.getString("name"), dice.nextBoolean() ? "\"1\"" : "W/\"" + dice.nextInt() + "\", *");
            }
        }
        String body = body(operation);
        if (body != null) {
            headers.put("Content-Type", dice.nextInt(30) == 0 ? "text/plain" : "application/json");
        }
        return new Request(operation, path(operation) + query(operation), headers, body);
    }

    private String path(Operation operation) {
        String path = operation.path();
        for (JsonObject parameter : operation.parameters("path")) {
            String name = parameter.getString("name");
            path = path.replace("{" + name + "}", escaped(value(name, parameter)));
        }
        return path;
    }

    private String query(Operation operation) {
        StringBuilder query = new StringBuilder();
        for (JsonObject parameter : operation.parameters("query")) {
            String name = parameter.getString("name");
            for (int times = dice.nextInt(3) == 0 ? 1 + dice.nextInt(8) / 7 : 0; times > 0; times--) {
                query.append('&').append(name).append('=').append(escaped(value(name, parameter)));
            }
        }
        if (dice.nextInt(12) == 0) {
            query.append('&').append(escaped(samples.oddText())).append("=1");
        }
        if (dice.nextInt(40) == 0) {
            query.append(samples.oneOf(List.of("&&&=", "&=", "&a=%ff", "&=%00")));
        }
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private String value(String name, JsonObject parameter) {
        if (dice.nextInt(4) == 0) {
            return samples.oddText();
        }
        JsonObject schema = parameter.getJsonObject("schema");
        return String.valueOf(
                schema.getString("type", "").equals("integer")
                        ? samples.good(name, schema)
                        : samples.text(name, schema));
    }

    /** Escaped as a browser does, now and then too much of it or not as UTF-8; an empty one would be another path. */
    private String escaped(String text) {
        String escaped = URLEncoder.encode(
                text.isEmpty() ? "-" : text.substring(0, Math.min(300, text.length())), StandardCharsets.UTF_8);
        return switch (dice.nextInt(60)) {
            case 0 -> escaped + "%ff";
            case 1 -> escaped + "%00";
            case 2 -> escaped + "%2F..%2F";
            default -> escaped.replace("+", "%20");
        };
    }

    private @Nullable String body(Operation operation) {
        Optional<JsonObject> schema = operation.bodySchema();
        if (schema.isEmpty()) {
            return dice.nextInt(10) == 0 ? samples.oneOf(List.of("{}", "{\"a\":1}", "x")) : null;
        }
        if (dice.nextInt(10) == 0) {
            return samples.oneOf(NO_JSON);
        }
        List<JsonObject> examples = operation.bodyExamples();
        JsonObject good = examples.isEmpty() || dice.nextInt(3) > 0
                ? (JsonObject) samples.good("", schema.get())
                : samples.oneOf(examples);
        return (dice.nextInt(3) == 0 ? good : samples.spoilt(good)).encode();
    }
}
