package parkgate.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An OpenAPI 3.1 document, read as plain JSON. */
public final class Document {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    private final JsonObject root;

    public Document(JsonObject root) {
        this.root = root;
    }

    /** The contract of the service, read once: hundreds of questions are made from it. Nobody changes it. */
    public static Document current() {
        return Current.DOCUMENT;
    }

    private static final class Current {
        private static final Document DOCUMENT = of("/openapi.yaml");
    }

    /** A YAML file on the class path. */
    public static Document of(String resource) {
        try (InputStream file = Document.class.getResourceAsStream(resource)) {
            Object yaml =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(file, resource));
            return new Document((JsonObject) json(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object json(Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> fields.put(key.toString(), value == null ? null : json(value)));
            return new JsonObject(fields);
        }
        if (yaml instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(item == null ? null : json(item)));
            return new JsonArray(items);
        }
        return yaml;
    }

    /** A copy of the whole. */
    public JsonObject json() {
        return root.copy();
    }

    /** In the order of the file. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = root.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    operations.add(new Operation(
                            this, method.toUpperCase(Locale.ROOT), path, item, item.getJsonObject(method)));
                }
            }
        }
        return operations;
    }

    /** What a reference stands for, with what stands beside it; all else as it is. */
    public JsonObject resolved(JsonObject part) {
        String reference = part.getString("$ref");
        if (reference == null) {
            return part;
        }
        JsonObject at = root;
        for (String step : reference.substring(2).split("/", -1)) {
            at = Objects.requireNonNull(at.getJsonObject(step), reference);
        }
        JsonObject beside = part.copy();
        beside.remove("$ref");
        return resolved(at).copy().mergeIn(beside);
    }

    /** A schema without references at its top, the parts of an {@code allOf} made one. */
    public JsonObject schema(JsonObject part) {
        JsonObject schema = resolved(part);
        JsonArray all = schema.getJsonArray("allOf");
        if (all == null) {
            return schema;
        }
        JsonObject one = schema.copy();
        one.remove("allOf");
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Object each : all) {
            JsonObject more = schema((JsonObject) each);
            one.mergeIn(more);
            properties.mergeIn(more.getJsonObject("properties", new JsonObject()));
            required.addAll(more.getJsonArray("required", new JsonArray()));
        }
        return one.put("properties", properties).put("required", required);
    }
}
