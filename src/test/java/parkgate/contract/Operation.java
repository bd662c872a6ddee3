package parkgate.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One operation as a document has it. {@code item} is what stands at its path. */
public record Operation(Document document, String method, String path, JsonObject item, JsonObject says) {

    /** Its {@code operationId}. */
    public String id() {
        return says.getString("operationId");
    }

    /** Its parameters and those of its path, resolved. */
    public List<JsonObject> parameters() {
        return Stream.of(item, says)
                .flatMap(from -> from.getJsonArray("parameters", new JsonArray()).stream())
                .map(parameter -> document.resolved((JsonObject) parameter))
                .toList();
    }

    /** Those in the path, the query or a header. */
    public List<JsonObject> parameters(String in) {
        return parameters().stream()
                .filter(parameter -> parameter.getString("in").equals(in))
                .toList();
    }

    /** What it takes; empty where it takes no body. */
    public Optional<JsonObject> body() {
        return Optional.ofNullable(says.getJsonObject("requestBody")).map(document::resolved);
    }

    public boolean bodyRequired() {
        return body().map(body -> body.getBoolean("required", false)).orElse(false);
    }

    /** The schema of its JSON body. */
    public Optional<JsonObject> bodySchema() {
        return body().map(body -> body.getJsonObject("content").getJsonObject("application/json"))
                .map(content -> document.schema(content.getJsonObject("schema")));
    }

    /** The bodies that the document shows as examples. */
    public List<JsonObject> bodyExamples() {
        JsonObject content = body().map(body -> body.getJsonObject("content").getJsonObject("application/json"))
                .orElseGet(JsonObject::new);
        Stream<JsonObject> one = Optional.ofNullable(content.getJsonObject("example")).stream();
        Stream<JsonObject> many = content.getJsonObject("examples", new JsonObject()).stream()
                .map(entry -> ((JsonObject) entry.getValue()).getJsonObject("value"));
        return Stream.concat(one, many).map(JsonObject::copy).toList();
    }

    /** Its answers, resolved, by their status. */
    public Map<Integer, JsonObject> answers() {
        JsonObject responses = says.getJsonObject("responses");
        Map<Integer, JsonObject> answers = new LinkedHashMap<>();
        responses
                .fieldNames()
                .forEach(status ->
                        answers.put(Integer.valueOf(status), document.resolved(responses.getJsonObject(status))));
        return answers;
    }

    /** The kinds of key that may call it; none: no key will do, or none is looked at. */
    public Set<String> kinds() {
        return security("accessKey");
    }

    /** The roles of people who may call it when they have signed in. */
    public Set<String> roles() {
        return security("staffSession");
    }

    private Set<String> security(String scheme) {
        Set<String> words = new TreeSet<>();
        for (Object each : says.getJsonArray("security", new JsonArray())) {
            ((JsonObject) each).getJsonArray(scheme, new JsonArray()).forEach(word -> words.add((String) word));
        }
        return words;
    }

    /** Whether anyone may call it, and no key is looked at. */
    public boolean open() {
        return kinds().isEmpty() && keyless();
    }

    /** Whether it is for people who have signed in, and for no key. */
    public boolean forPeopleOnly() {
        return kinds().isEmpty() && !keyless();
    }

    /** Whether it may be called without a key. */
    public boolean keyless() {
        JsonArray security = says.getJsonArray("security", new JsonArray());
        return security.isEmpty() || security.stream().anyMatch(each -> ((JsonObject) each).isEmpty());
    }

    /** Its method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
