package parkgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The contract against the one of the last release, and the comparison itself. CONTRIBUTING says what to do when it fails. */
class ContractBreaksTest {
    private static final Document RELEASED = Document.of("/contract/v0.1.yaml");
    private static final Path ACCEPTED = Path.of("test", "resources", "contract", "accepted-breaks.txt");

    @Test
    void nothing_breaks_what_was_built_on_the_last_release() throws IOException {
        List<String> accepted = Files.readAllLines(ACCEPTED).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertEquals(accepted, ContractBreaks.between(RELEASED, Document.current()));
    }

    @Test
    void a_contract_does_not_break_itself() {
        assertTrue(RELEASED.operations().size() > 40);
        assertEquals(List.of(), ContractBreaks.between(RELEASED, RELEASED));
    }

    private static JsonObject at(JsonObject root, String... path) {
        JsonObject at = root;
        for (String step : path) {
            at = at.getJsonObject(step);
        }
        return at;
    }

    private static JsonObject scans(JsonObject root) {
        return at(root, "paths", "/v1/scans", "post");
    }

    private static JsonObject field(JsonObject root, String schema, String name) {
        return at(root, "components", "schemas", schema, "properties", name);
    }

    private static List<String> after(Consumer<JsonObject> change) {
        JsonObject changed = RELEASED.json();
        change.accept(changed);
        return ContractBreaks.between(RELEASED, new Document(changed));
    }

    private static void breaks(String line, Consumer<JsonObject> change) {
        List<String> found = after(change);
        assertTrue(found.contains(line), () -> line + " is not among " + found);
    }

    @Test
    void an_operation_that_is_gone_renamed_or_closed_to_a_key_is_a_break() {
        breaks("GET /v1/scans: is gone", root -> at(root, "paths", "/v1/scans").remove("get"));
        breaks("PUT /v1/places/{placeId}: is gone", root -> {
            JsonObject paths = at(root, "paths");
            paths.put("/v1/places/{id}", paths.remove("/v1/places/{placeId}"));
        });
        breaks("POST /v1/scans: is no longer named scan", root -> scans(root).put("operationId", "decide"));
        breaks("GET /v1/keys: needs a key now", root -> at(root, "paths", "/v1/keys", "get")
                .put("security", new JsonArray("[{\"accessKey\":[\"admin\"]}]")));
        breaks("GET /v1/occupancy/stream: needs a key now", root -> at(root, "paths", "/v1/occupancy/stream", "get")
                .getJsonArray("security")
                .remove(1));
        breaks("GET /v1/places: no longer takes a key of the kind api", root -> at(root, "paths", "/v1/places", "get")
                .put("security", new JsonArray("[{\"accessKey\":[\"ops\",\"admin\"]}]")));
    }

    @Test
    void a_parameter_that_is_gone_needed_or_narrower_is_a_break() {
        breaks("GET /v1/places query parentId: is gone", root -> at(root, "paths", "/v1/places", "get")
                .getJsonArray("parameters")
                .remove(0));
        breaks("GET /v1/places query limit: is needed now", root -> at(root, "components", "parameters", "limit")
                .put("required", true));
        breaks("GET /v1/places query town: is needed now", root -> at(root, "paths", "/v1/places", "get")
                .getJsonArray("parameters")
                .add(new JsonObject("{\"name\":\"town\",\"in\":\"query\",\"required\":true,\"schema\":{}}")));
        breaks(
                "GET /v1/places query limit: maximum changed",
                root -> at(root, "components", "parameters", "limit", "schema").put("maximum", 100));
        breaks(
                "GET /v1/places query limit: default is 20, was 50",
                root -> at(root, "components", "parameters", "limit", "schema").put("default", 20));
    }

    @Test
    void a_body_that_asks_for_more_or_takes_less_is_a_break() {
        breaks("POST /v1/scans body/plate: is needed now", root -> at(root, "components", "schemas", "Scan")
                .getJsonArray("required")
                .add("plate"));
        breaks("POST /v1/scans body/plate: is gone", root -> at(root, "components", "schemas", "Scan", "properties")
                .remove("plate"));
        breaks("POST /v1/scans body/plate: maxLength changed", root -> field(root, "Scan", "plate")
                .put("maxLength", 16));
        breaks("POST /v1/scans body/code: maxLength changed", root -> field(root, "Scan", "code")
                .put("maxLength", 5000));
        breaks("POST /v1/scans body/code: pattern is ^Q, was null", root -> field(root, "Scan", "code")
                .put("pattern", "^Q"));
        breaks("POST /v1/scans body/deviceSeq: type is string, was integer", root -> field(root, "Scan", "deviceSeq")
                .put("type", "string"));
        breaks(
                "PUT /v1/places/{placeId} body/type: no longer has the word AREA",
                root -> field(root, "PlacePut", "type").getJsonArray("enum").remove("AREA"));
        breaks(
                "PUT /v1/places/{placeId} body/passback: default is SOFT, was HARD",
                root -> field(root, "PlacePut", "passback").put("default", "SOFT"));
        breaks("POST /v1/rights body/recurring/*/from: maxLength changed", root -> at(
                        root, "components", "schemas", "Recurring", "items", "properties", "from")
                .put("maxLength", 4));
        breaks("POST /v1/sessions/{sessionId}/close body: is needed now", root -> at(
                        root, "paths", "/v1/sessions/{sessionId}/close", "post", "requestBody")
                .put("required", true));
        breaks("POST /v1/scans body: is no longer taken", root -> scans(root).remove("requestBody"));
    }

    @Test
    void an_answer_with_less_in_it_or_other_than_it_was_is_a_break() {
        breaks(
                "POST /v1/scans 409: is gone",
                root -> scans(root).getJsonObject("responses").remove("409"));
        breaks("POST /v1/scans 503 Retry-After: is gone", root -> at(scans(root), "responses", "503")
                .remove("headers"));
        breaks("GET /metrics 200 text/plain: is gone", root -> at(root, "paths", "/metrics", "get", "responses", "200")
                .put("content", new JsonObject("{\"application/json\":{}}")));
        breaks("POST /v1/scans 200/sessionId: is gone", root -> at(
                        root, "components", "schemas", "Decision", "properties")
                .remove("sessionId"));
        breaks("POST /v1/scans 200/replayed: may be missing now", root -> at(root, "components", "schemas", "Decision")
                .getJsonArray("required")
                .remove("replayed"));
        breaks("POST /v1/scans 200/reason: no longer has the word LOT_FULL", root -> at(
                        root, "components", "schemas", "Reason")
                .getJsonArray("enum")
                .remove("LOT_FULL"));
        breaks(
                "POST /v1/scans 200/direction: may be any word now",
                root -> at(root, "components", "schemas", "Direction").remove("enum"));
        breaks(
                "GET /v1/places 200/items/*/capacity: type is [\"integer\",\"null\",\"string\"], was [\"integer\",\"null\"]",
                root -> field(root, "Place", "capacity").getJsonArray("type").add("string"));
        breaks(
                "POST /v1/credentials 201/credentialId: pattern is null, was ^[0-9A-HJKMNP-TV-Z]{16}$",
                root -> at(root, "components", "schemas", "CredentialId").remove("pattern"));
    }

    @Test
    void what_is_only_more_is_no_break() {
        assertEquals(List.of(), after(root -> {
            at(root, "paths").put("/v1/more", at(root, "paths", "/v1/scans").copy());
            scans(root).getJsonObject("responses").put("429", new JsonObject().put("description", "Slower."));
            scans(root).put("security", new JsonArray("[{\"accessKey\":[\"lane\",\"admin\"]}]"));
            at(root, "components", "schemas", "Scan", "properties")
                    .put("colour", new JsonObject().put("type", "string"));
            at(root, "components", "schemas", "Decision", "properties").put("lane", new JsonObject());
            at(root, "components", "schemas", "Decision")
                    .getJsonArray("required")
                    .add("direction");
            at(root, "components", "schemas", "Reason").getJsonArray("enum").add("ASLEEP");
            field(root, "Scan", "plate").put("maxLength", 64);
            field(root, "PlacePut", "type").getJsonArray("enum").add("SPACE");
            at(root, "paths", "/v1/places", "get")
                    .getJsonArray("parameters")
                    .add(new JsonObject("{\"name\":\"town\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}"));
        }));
    }
}
