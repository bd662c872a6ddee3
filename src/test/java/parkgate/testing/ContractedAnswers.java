package parkgate.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Holds what the service answers against {@code openapi.yaml}: the operation is there, its status is one that the
 * operation names, the media type too, and a JSON body fits its schema.
 *
 * <pre>
 * HttpResponse&lt;String&gt; response = ContractedAnswers.check(client.send(request, ofString()));
 * </pre>
 */
public final class ContractedAnswers {
    private static final String BASE = "https://parkgate.invalid/contract";
    private static final JsonObject CONTRACT = contract();
    private static final SchemaRepository SCHEMAS = SchemaRepository.create(new JsonSchemaOptions()
                    .setBaseUri(BASE)
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .dereference(
                    BASE,
                    JsonSchema.of(new JsonObject()
                            .put(
                                    "components",
                                    CONTRACT.getJsonObject("components").copy())));

    private ContractedAnswers() {}

    /**
     * The response, when the contract has it.
     *
     * @throws AssertionError when it has not
     */
    public static HttpResponse<String> check(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        JsonObject operation = operation(method, path);
        String where = method + " " + path + " " + response.statusCode();
        JsonObject answer =
                resolved(operation.getJsonObject("responses").getJsonObject(Integer.toString(response.statusCode())));
        if (answer == null) {
            throw new AssertionError(where + " is not in the contract: " + response.body());
        }
        JsonObject content = answer.getJsonObject("content");
        String type = response.headers().firstValue("content-type").orElse("").split(";", 2)[0];
        if (content == null) {
            if (!response.body().isEmpty()) {
                throw new AssertionError(where + " has a body that the contract does not know");
            }
            return response;
        }
        if (!content.containsKey(type)) {
            throw new AssertionError(where + " is of type '" + type + "', the contract says " + content.fieldNames());
        }
        if (type.endsWith("json")) {
            JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
            OutputUnit found =
                    SCHEMAS.validator(JsonSchema.of(absolute(schema))).validate(new JsonObject(response.body()));
            if (!found.getValid()) {
                throw new AssertionError(where + " does not fit its schema: " + found.toJson() + " " + response.body());
            }
        }
        return response;
    }

    /** The contract, as JSON. */
    public static JsonObject document() {
        return CONTRACT.copy();
    }

    private static JsonObject operation(String method, String path) {
        JsonObject paths = CONTRACT.getJsonObject("paths");
        // A path without parameters comes before one with them.
        for (boolean templated : List.of(false, true)) {
            for (String template : paths.fieldNames()) {
                if (template.contains("{") == templated
                        && Pattern.matches(template.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"), path)) {
                    JsonObject operation = paths.getJsonObject(template).getJsonObject(method.toLowerCase(Locale.ROOT));
                    if (operation != null) {
                        return operation;
                    }
                }
            }
        }
        throw new AssertionError("the contract has no " + method + " " + path);
    }

    private static JsonObject resolved(JsonObject answer) {
        String reference = answer == null ? null : answer.getString("$ref");
        if (reference == null) {
            return answer;
        }
        return CONTRACT.getJsonObject("components")
                .getJsonObject("responses")
                .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** A schema that stands outside of the components names them by their whole address. */
    private static JsonObject absolute(JsonObject schema) {
        return new JsonObject(schema.encode().replace("\"#/components/", "\"" + BASE + "#/components/"));
    }

    private static JsonObject contract() {
        try (InputStream file = ContractedAnswers.class.getResourceAsStream("/openapi.yaml")) {
            return (JsonObject) json(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
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
        return yaml instanceof List<?> list
                ? new JsonArray(list.stream().map(ContractedAnswers::json).toList())
                : yaml;
    }
}
