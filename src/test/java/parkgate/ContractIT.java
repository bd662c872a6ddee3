package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import parkgate.contract.Document;
import parkgate.contract.Operation;
import parkgate.contract.Samples;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/**
 * The contract as a test: every operation of {@code openapi.yaml} is called at the whole service until it has given each answer
 * that the file documents, and none that it does not.
 *
 * <pre>
 * by the file   each operation with no key, a wrong one, another's; about nothing; with bad bodies and parameters; as it should be
 * by hand       what needs a story: conflicts, versions, a scan and its passage
 * at the end    PostgreSQL and Redis are taken away
 * </pre>
 *
 * <p>What nothing here provokes stands in {@link #NOT_PROVOKED} with its reason; who adds an operation adds its story, or a line.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractIT {
    /** Documented answers that this test does not bring about, and why. */
    private static final Map<String, String> NOT_PROVOKED = new TreeMap<>(Map.of(
            "getStatusList 503", "signed out of memory: only a key file that lacks a key makes it so",
            "getKeySet 503", "the same",
            "importRights 202", "a file that takes longer than a second: RightImportIT",
            "importRights 413", "a file of more than 8 MiB: RightImportIT",
            "getRightImport 202", "the first of these",
            "claimDevice 429", "more at once from one address than it has: KeylessBoundTest",
            "viewDevice 429", "the same",
            "giveVisitor 429", "the same",
            "endVisitor 429", "the same"));

    /** A recovery code that nobody has. */
    private static final JsonObject RECOVERY =
            new JsonObject().put("recoveryCode", "0".repeat(28)).put("action", "KILL");

    /** Problems that need more than a request, and the test that provokes each. */
    private static final Map<String, Elsewhere> PROVOKED_ELSEWHERE = Map.of(
            "too-many-requests", new Elsewhere("OverloadIT.java", "too-many-requests"),
            "too-slow", new Elsewhere("http/SlowClientTest.java", "too-slow"),
            "internal-error", new Elsewhere("http/ApiTest.java", "internal-error"),
            "lane-certificate", new Elsewhere("tls/ServerTlsTest.java", "lane-certificate"),
            "sign-in-busy", new Elsewhere("staff/HashingTest.java", "sign-in-busy"),
            "import-busy", new Elsewhere("right/RightImportIT.java", "import-busy"),
            "figures-busy", new Elsewhere("figures/ReadingIT.java", "figures-busy"),
            "http-version", new Elsewhere("http/SmuggledRequestTest.java", "505"));

    /** Problems that no test provokes, and why. */
    private static final Map<String, String> OUT_OF_REACH = Map.of(
            "timed-out",
            "a handler that answers nothing for 20 s",
            "not-counted",
            "a lot that is forgotten again while it is counted",
            "no-signing-key",
            "a key file without the successor of a compromised key",
            "code-key-retired",
            "a key file from which a key was taken by hand",
            "too-many-places",
            "100,000 places",
            "too-many-lanes",
            "200,000 lanes");

    /** A test, and what it shows that it is the one. */
    private record Elsewhere(String file, String text) {}

    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static Scene scene;
    private static Questions questions;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        scene = new Scene(postgres.uri(), redis.uri());
        questions = scene.questions();
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    private static Samples samples(Operation operation) {
        return new Samples(Document.current(), new Random(operation.id().hashCode()), scene.known());
    }

    private static Questions.Question about(Operation operation) {
        return scene.atKnown(questions.of(operation), operation);
    }

    /** The same about what does not exist, made from the schemas of the parameters. */
    private static Questions.Question aboutNothing(Operation operation) {
        Samples nothing = new Samples(Document.current(), new Random(7), Map.of());
        Questions.Question question = questions.of(operation);
        operation
                .parameters("path")
                .forEach(parameter -> question.at(
                        parameter.getString("name"),
                        nothing.escapedText(parameter.getString("name"), parameter.getJsonObject("schema"))));
        operation.parameters("header").forEach(parameter -> question.header(parameter.getString("name"), "\"1\""));
        return question;
    }

    /** A body that fits; empty where the operation takes none. */
    private static List<JsonObject> bodies(Operation operation) {
        List<JsonObject> bodies = new ArrayList<>(operation.bodyExamples());
        operation
                .bodySchema()
                .ifPresent(schema -> bodies.add((JsonObject) samples(operation).good("", schema)));
        return bodies;
    }

    private static void ask(Questions.Question question, Operation operation) {
        bodies(operation).stream().findFirst().ifPresent(question::body);
        question.ask();
    }

    @Test
    @Order(1)
    void every_operation_of_the_file_is_there_and_nothing_else_is() {
        Set<String> paths = new TreeSet<>();
        for (Operation operation : questions.operations()) {
            Questions.Heard heard =
                    aboutNothing(operation).key(scene.keyFor(operation)).ask();
            assertTrue(
                    !heard.text("detail").contains("no such path") && heard.status() != 405,
                    () -> operation + " is not there: " + heard);
            paths.add(operation.path());
        }
        for (String path : paths) {
            for (String method : List.of("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
                // A path without parameters may look like another's parameter.
                boolean named = Document.current().operations().stream()
                        .anyMatch(each -> (each.path().equals(path)
                                        || path.matches(each.path().replaceAll("\\{[A-Za-z]+}", "[^/{]+")))
                                && each.method().equals(method));
                if (!named) {
                    Operation any = Document.current().operations().stream()
                            .filter(each -> each.path().equals(path))
                            .findFirst()
                            .orElseThrow();
                    Operation odd = new Operation(any.document(), method, path, any.item(), any.says());
                    assertEquals(405, about(odd).key(Scene.ADMIN).ask().status(), method + " " + path);
                }
            }
        }
        for (String path :
                List.of("/v1", "/v1/", "/v2/scans", "/admin", "/debug", "/page", "/web/index.html", "/v1/scans/x")) {
            assertEquals(404, questions.of("getLive").target(path).ask().status(), path);
        }
    }

    @Test
    @Order(2)
    void each_is_answered_as_the_file_says_whoever_asks_and_however() {
        for (Operation operation : questions.operations()) {
            String key = scene.keyFor(operation);
            ask(about(operation), operation);
            ask(about(operation).key("x"), operation);
            for (String kind : List.of("lane", "ops", "api", "admin")) {
                if (!operation.kinds().contains(kind)) {
                    ask(about(operation).key(scene.key(kind)), operation);
                }
            }
            for (String foreign : scene.foreignKeys().values()) {
                ask(about(operation).key(foreign), operation);
            }
            ask(about(operation).key(key).query("nosuch=1"), operation);
            ask(aboutNothing(operation).key(key), operation);
            operation.parameters("path").forEach(parameter -> questions
                    .of(operation)
                    .at(parameter.getString("name"), "~")
                    .target(operation.path().replaceAll("\\{\\w+}", "~~"))
                    .key(key)
                    .ask());
            operation.parameters("query").forEach(parameter -> {
                String name = parameter.getString("name");
                Samples some = samples(operation);
                about(operation)
                        .key(key)
                        .query(name + "="
                                + some.text(name, parameter.getJsonObject("schema"))
                                        .replaceAll("[^\\w.:-]", "x"))
                        .ask();
                if (name.endsWith("Id")) {
                    about(operation).key(key).query(name + "=nowhere").ask();
                }
            });
            if (operation.body().isPresent()) {
                about(operation).key(key).body("{").ask();
                about(operation).key(key).body("{\"nosuch\":1}").ask();
                about(operation)
                        .key(key)
                        .header("Content-Type", "text/plain")
                        .body("x")
                        .ask();
                int tooLong = operation.id().equals("scanBatch") ? 600_000 : 70_000;
                about(operation).key(key).body("x".repeat(tooLong)).ask();
            } else if (operation.method().equals("GET")) {
                Questions.Heard heard = about(operation).key(key).ask();
                if (operation.answers().containsKey(406)) {
                    about(operation)
                            .key(key)
                            .header("Accept", "text/x-nobody-has-this")
                            .ask()
                            .expect(406);
                }
                if (operation.answers().containsKey(304)) {
                    about(operation)
                            .key(key)
                            .header("If-None-Match", heard.header("ETag"))
                            .ask()
                            .expect(304);
                }
            }
        }
    }

    @Test
    @Order(3)
    void what_needs_a_story_is_told() {
        Story.tell(scene);
    }

    @Test
    @Order(4)
    void each_is_asked_as_it_should_be() {
        for (Operation operation : questions.operations()) {
            for (JsonObject body : bodies(operation)) {
                about(operation).key(scene.keyFor(operation)).body(body).ask();
            }
            if (operation.body().isEmpty()) {
                about(operation).key(scene.keyFor(operation)).ask();
            }
        }
    }

    @Test
    @Order(5)
    void whoever_sends_too_many_wrong_keys_is_slowed_everywhere() {
        String wrong = "pg_ops_0123456789abcdef_" + "1".repeat(64);
        while (scene.ask("getPlace")
                        .header("Authorization", "Bearer " + wrong)
                        .ask()
                        .status()
                == 401) {}
        for (Operation operation : questions.operations()) {
            if (!operation.open()) {
                about(operation).key(wrong).ask().expect(429);
            }
        }
        questions.of("recoverDevice").body(RECOVERY).ask().expect(429);
    }

    @Test
    @Order(6)
    void with_its_servers_away_each_says_so() {
        Map<String, String> unused = new TreeMap<>();
        unused.put("lane", scene.laneKey("lot", "exit").getString("key"));
        unused.put("ops", scene.accessKey("ops", "'placeId':'district'").getString("key"));
        String session = scene.session("AUDITOR");
        postgres.kill();
        redis.kill();
        List<CompletableFuture<Questions.Heard>> asked = new ArrayList<>();
        for (Operation operation : questions.operations()) {
            List<String> keys = new ArrayList<>(List.of(operation.forPeopleOnly() ? session : scene.keyFor(operation)));
            unused.forEach((kind, key) -> {
                if (operation.kinds().contains(kind)) {
                    keys.add(key);
                }
            });
            for (String key : keys) {
                Questions.Question question = about(operation).key(key);
                bodies(operation).stream().findFirst().ifPresent(question::body);
                asked.add(question.asking());
            }
        }
        asked.add(questions
                .of("claimDevice")
                .body(new parkgate.credential.Phone().claimBody("x".repeat(43)))
                .asking());
        asked.add(questions.of("recoverDevice").body(RECOVERY).asking());
        asked.add(questions
                .of("viewDevice")
                .body(new parkgate.credential.Phone()
                        .viewBody("0123456789ABCDEF", java.time.Instant.now().getEpochSecond()))
                .asking());
        asked.add(phoneAsks("sendDeviceMessage"));
        asked.add(phoneAsks("reopenDeviceMessage"));
        JsonObject visitor = new parkgate.credential.Phone()
                .viewBody("0123456789ABCDEF", java.time.Instant.now().getEpochSecond());
        String visitorId = java.util.UUID.randomUUID().toString();
        asked.add(questions
                .of("endVisitor")
                .at("visitorId", visitorId)
                .body(visitor)
                .asking());
        asked.add(questions
                .of("giveVisitor")
                .body(visitor.copy()
                        .put("visitorId", visitorId)
                        .put("placeId", "lot")
                        .put(
                                "validUntil",
                                java.time.Instant.now().plusSeconds(3600).toString()))
                .asking());
        asked.forEach(CompletableFuture::join);
    }

    private static CompletableFuture<Questions.Heard> phoneAsks(String operationId) {
        JsonObject body = new parkgate.credential.Phone()
                .viewBody("0123456789ABCDEF", java.time.Instant.now().getEpochSecond())
                .put("text", "Why?");
        String id = java.util.UUID.randomUUID().toString();
        return operationId.startsWith("send")
                ? questions
                        .of(operationId)
                        .body(body.put("messageId", id).put("sessionId", id))
                        .asking()
                : questions.of(operationId).at("messageId", id).body(body).asking();
    }

    @Test
    @Order(7)
    void every_documented_answer_was_given_or_has_its_reason() {
        Set<String> missing = new TreeSet<>();
        for (Operation operation : questions.operations()) {
            for (int status : operation.answers().keySet()) {
                if (!questions.statuses(operation).contains(status)) {
                    missing.add(operation.id() + " " + status);
                }
            }
        }
        assertEquals(String.join("\n", NOT_PROVOKED.keySet()), String.join("\n", missing));
    }

    private static List<String> types() {
        return Document.current()
                .json()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("type")
                .getJsonArray("enum")
                .stream()
                .map(type -> ((String) type).substring("/problems/".length()))
                .toList();
    }

    @Test
    @Order(8)
    void every_problem_was_provoked_once_here_or_elsewhere() throws IOException {
        Set<String> missing = new TreeSet<>(types());
        questions.problems().forEach(type -> missing.remove(type.substring("/problems/".length())));
        for (Map.Entry<String, Elsewhere> each : PROVOKED_ELSEWHERE.entrySet()) {
            String test = Files.readString(
                    Path.of("test", "java", "parkgate", each.getValue().file()));
            assertTrue(test.contains(each.getValue().text()), each::toString);
            missing.remove(each.getKey());
        }
        assertEquals(new TreeSet<>(OUT_OF_REACH.keySet()), missing);
    }

    /** A problem as the code makes it: its status and its word. */
    private static final Pattern MADE =
            Pattern.compile("\\b(?:of\\(\\s*(\\d{3})\\s*,|(conflict|unavailable)\\()\\s*\"([a-z0-9-]+)\"");

    @Test
    @Order(9)
    void the_problems_of_the_code_the_file_and_its_table_are_the_same() throws IOException {
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("main", "java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> MADE.matcher(text(file))
                    .results()
                    .forEach(found -> made.add(found.group(3) + " "
                            + (found.group(1) != null
                                    ? found.group(1)
                                    : found.group(2).equals("conflict") ? "409" : "503"))));
        }
        made.add("invalid-request 422");
        String table = Document.current()
                .json()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getString("description");
        Set<String> rows = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (\\d{3}) \\|")
                .matcher(table)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(made, rows, "made by the code, and described by the contract's Problem");
        assertEquals(
                rows.stream().map(row -> row.substring(0, row.indexOf(' '))).collect(Collectors.toSet()),
                Set.copyOf(types()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
