package parkgate.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml}, written by hand: the one source of which operations there are, who may call them and what a
 * valid request is. Served as it stands.
 */
public final class Contract {
    private static final String FILE = "openapi.yaml";

    private final Buffer text;
    private final List<Operation> operations;

    private Contract(Buffer text, List<Operation> operations) {
        this.text = text;
        this.operations = List.copyOf(operations);
    }

    /**
     * Reads the contract from the class path, beside the event loop: it takes some 100 ms, and more in a JVM that has just
     * begun. Fails when it is not a valid OpenAPI 3.1 document.
     */
    public static Future<Contract> load(Vertx vertx) {
        VertxInternal within = (VertxInternal) vertx;
        Promise<Contract> loaded = within.getOrCreateContext().promise();
        within.createWorkerContext().runOnContext(x -> vertx.fileSystem()
                .readFile(FILE)
                .compose(text -> of(vertx, text))
                .onComplete(loaded));
        return loaded.future();
    }

    static Future<Contract> of(Vertx vertx, Buffer text) {
        JsonObject document = json(text);
        return OpenAPIContract.from(vertx, requestsOnly(document)).map(openApi -> {
            List<Operation> operations = new ArrayList<>();
            openApi.getPaths().forEach(path -> path.getOperations()
                    .forEach(operation -> operations.add(operation(document, operation))));
            return new Contract(text, operations);
        });
    }

    /** The file, byte for byte. */
    public Buffer text() {
        return text.copy();
    }

    List<Operation> operations() {
        return operations;
    }

    /** The methods that the contract has for a path, in the order of the alphabet. */
    Set<String> methodsAt(String path) {
        Set<String> methods = new TreeSet<>();
        for (Operation operation : operations) {
            if (operation.matches(path)) {
                methods.add(operation.method().name());
                if (operation.method().equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD.name());
                }
            }
        }
        return methods;
    }

    private static JsonObject json(Buffer text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object document = new Yaml(new SafeConstructor(options)).load(text.toString());
        if (!(plain(document) instanceof JsonObject object)) {
            throw new IllegalArgumentException(FILE + " is not a YAML mapping");
        }
        return object;
    }

    private static Object plain(Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> fields.put(key.toString(), value == null ? null : plain(value)));
            return new JsonObject(fields);
        }
        if (yaml instanceof List<?> list) {
            return new JsonArray(list.stream().map(Contract::plain).toList());
        }
        return yaml;
    }

    /**
     * The contract without its servers, responses and role names: the library reads it for requests alone, and knows neither
     * images nor event streams.
     */
    private static JsonObject requestsOnly(JsonObject document) {
        JsonObject copy = document.copy();
        JsonObject paths = copy.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (Map.Entry<String, Object> entry : paths.getJsonObject(path)) {
                if (entry.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    operation.remove("security");
                    if (isNotJson(operation.getJsonObject("requestBody"))) {
                        operation.remove("requestBody");
                    }
                    operation.put(
                            "responses", new JsonObject().put("default", new JsonObject().put("description", "any")));
                }
            }
        }
        copy.getJsonObject("components").remove("responses");
        copy.remove("servers");
        return copy;
    }

    /** A file, which its handler reads; the library refuses what it cannot check. */
    private static boolean isNotJson(@Nullable JsonObject requestBody) {
        return requestBody != null
                && !requestBody.getJsonObject("content", new JsonObject()).containsKey(Reply.JSON);
    }

    private static Operation operation(JsonObject document, io.vertx.openapi.contract.Operation operation) {
        JsonArray security = document.getJsonObject("paths")
                .getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
                .getJsonArray("security", new JsonArray());
        return Operation.of(operation, access(security), words(security, "staffSession", Role::valueOf));
    }

    private static Access access(JsonArray security) {
        if (security.isEmpty()) {
            return Access.ANYONE;
        }
        Access keyed =
                new Access(words(security, "accessKey", word -> KeyKind.of(word).orElseThrow()), false);
        // An empty alternative is how OpenAPI says that no key will do too.
        return security.stream().anyMatch(one -> ((JsonObject) one).isEmpty()) ? keyed.orWithoutKey() : keyed;
    }

    private static <T> Set<T> words(JsonArray security, String scheme, Function<String, T> read) {
        return security.stream()
                .flatMap(one -> ((JsonObject) one).getJsonArray(scheme, new JsonArray()).stream())
                .map(word -> read.apply((String) word))
                .collect(Collectors.toUnmodifiableSet());
    }
}
