package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.contract.Operation;
import parkgate.contract.Samples;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** PostgreSQL and Redis both stand still: connections are taken, nothing is answered. Nothing of ours hangs for it. */
class AllAwayIT {
    /** What docs/faults.md promises, seconds: the deadline of a handler and something for the way. */
    private static final long BOUND_S = 25;

    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static Scene scene;

    @BeforeAll
    static void boot() {
        postgres = Servers.startPostgres();
        redis = Servers.startRedis();
        scene = new Scene(postgres.uri(), redis.uri());
    }

    @AfterAll
    static void end() {
        postgres.resume();
        redis.resume();
        scene.close();
        redis.close();
        postgres.close();
    }

    private static Questions.Question question(Operation operation) {
        Questions.Question question = scene.ask(operation.id());
        operation.bodyExamples().stream()
                .findFirst()
                .or(() -> operation.bodySchema().map(schema ->
                        (JsonObject) new Samples(operation.document(), new Random(1), scene.known()).good("", schema)))
                .ifPresent(question::body);
        return question;
    }

    @Test
    void every_operation_is_answered_and_says_that_a_server_is_away() {
        UUID scanId = UUID.randomUUID();
        Map<String, Questions.Question> questions = new LinkedHashMap<>();
        for (Operation operation : scene.questions().operations()) {
            questions.put(
                    operation.id(), question(operation)); // some ask as people, who sign in while somebody answers
        }
        for (String lane : List.of("lane", "exit")) { // whose keys are known by now, as those of lanes in use
            assertEquals(200, scan(lane, UUID.randomUUID()).join().status());
        }
        Map<String, CompletableFuture<Questions.Heard>> asked = new LinkedHashMap<>();
        postgres.pause();
        redis.pause();
        try {
            questions.forEach((operation, question) ->
                    asked.put(operation, question.asking().orTimeout(BOUND_S, TimeUnit.SECONDS)));
            asked.put("scan at lane", scan("lane", UUID.randomUUID()).orTimeout(BOUND_S, TimeUnit.SECONDS));
            asked.put("scan at exit", scan("exit", scanId).orTimeout(BOUND_S, TimeUnit.SECONDS));
            List<String> wrong = new ArrayList<>();
            asked.forEach((operation, answer) -> {
                try {
                    Questions.Heard heard = answer.join();
                    if (heard.status() >= 500 && heard.status() != 503) {
                        wrong.add(operation + ": " + heard);
                    }
                    if (heard.status() == 503 && heard.header("Retry-After").isEmpty()) {
                        wrong.add(operation + " does not say when to come again");
                    }
                } catch (CompletionException hung) {
                    wrong.add(operation + " hangs: " + hung.getCause());
                }
            });
            assertEquals(List.of(), wrong);
            for (String lane : List.of("lane", "exit")) {
                assertEquals(503, asked.get("scan at " + lane).join().status());
            }
            // By now it is known that nobody answers, and nobody waits for it any more.
            for (int i = 0; i < 20; i++) {
                assertEquals(503, scan("exit", UUID.randomUUID()).join().status());
            }
        } finally {
            redis.resume();
            postgres.resume();
        }
        Await.until(() -> scene.ask("getReady").asking().join().status() == 200);
        Await.until(() -> scan("exit", scanId).join().status() == 200);
    }

    private static CompletableFuture<Questions.Heard> scan(String lane, UUID scanId) {
        return scene.questions()
                .of("scan")
                .key(scene.key(lane))
                .body(new JsonObject().put("scanId", scanId.toString()).put("code", scene.printed()))
                .asking();
    }
}
