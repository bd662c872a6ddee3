package parkgate.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import parkgate.contract.Document;

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

    /** By the schema's text: each goes through the whole contract when it is made. */
    private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

    private static final Set<String> OF_ANY_REQUEST = Set.of(
            "400 /problems/bad-request",
            "404 /problems/not-found",
            "405 /problems/method-not-allowed",
            "408 /problems/too-slow",
            "413 /problems/too-large",
            "414 /problems/uri-too-long",
            "422 /problems/invalid-request",
            "431 /problems/headers-too-large",
            "505 /problems/http-version");

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
        check(
                method + " " + path + " " + response.statusCode(),
                operation,
                response.statusCode(),
                response.headers(),
                response.body());
        return response;
    }

    /**
     * The same for an operation that is known.
     *
     * @param operation as the contract has it
     */
    public static void check(String where, JsonObject operation, int status, HttpHeaders headers, String body) {
        JsonObject answer = resolved(operation.getJsonObject("responses").getJsonObject(Integer.toString(status)));
        if (answer == null) {
            throw new AssertionError(where + " is not in the contract: " + body);
        }
        for (String header : answer.getJsonObject("headers", new JsonObject()).fieldNames()) {
            if (headers.firstValue(header).isEmpty()) {
                throw new AssertionError(where + " has no " + header);
            }
        }
        JsonObject content = answer.getJsonObject("content");
        String type = headers.firstValue("content-type").orElse("").split(";", 2)[0];
        if (content == null) {
            if (!body.isEmpty()) {
                throw new AssertionError(where + " has a body that the contract does not know");
            }
            return;
        }
        if (!content.containsKey(type) && !content.containsKey("*/*")) {
            throw new AssertionError(where + " is of type '" + type + "', the contract says " + content.fieldNames());
        }
        if (type.endsWith("json")) {
            JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
            Validator validator = VALIDATORS.computeIfAbsent(
                    schema.encode(), x -> SCHEMAS.validator(JsonSchema.of(absolute(schema))));
            OutputUnit found;
            synchronized (validator) {
                found = validator.validate(new JsonObject(body));
            }
            if (!found.getValid()) {
                throw new AssertionError(where + " does not fit its schema: " + found.toJson() + " " + body);
            }
        }
    }

    /** Whether the contract says that any request may be answered so, before an operation is reached. */
    public static boolean isOfAnyRequest(int status, String problem) {
        return OF_ANY_REQUEST.contains(status + " " + problem);
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
        return Document.current().json();
    }
}
