package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parkgate.contract.Document;
import parkgate.contract.Operation;
import parkgate.contract.RandomRequests;
import parkgate.contract.RandomRequests.Request;
import parkgate.contract.Samples;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/**
 * Requests made by dice from the contract's schemas, good ones and spoilt ones, to every operation at the whole service: each
 * gets an answer that the contract names, and none is the service's fault.
 *
 * <p>{@code -Dcontract.requests=N} sends so many to each operation, {@code -Dcontract.seed=N} others.
 */
class RandomRequestsIT {
    private static final int REQUESTS = Integer.getInteger("contract.requests", 25);

    /** On a slow machine fewer are sent than by default; of what was asked for by hand, all. */
    private static final long AT_MOST_NANOS =
            Integer.getInteger("contract.requests") == null ? TimeUnit.SECONDS.toNanos(20) : Long.MAX_VALUE;

    private static final long SEED = Long.getLong("contract.seed", 20261122L);
    private static final int AT_A_TIME = 8;

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void are_answered_as_the_contract_says_and_never_with_a_500() throws Exception {
        int sent = 0;
        try (EmbeddedRedis redis = Servers.startRedis();
                Scene scene = new Scene(Servers.freshDatabaseUri(), redis.uri())) {
            Semaphore free = new Semaphore(AT_A_TIME);
            List<CompletableFuture<?>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < REQUESTS && System.nanoTime() - start < AT_MOST_NANOS; i++) {
                for (Operation operation : scene.questions().operations()) {
                    Random dice = new Random(SEED + sent++ * 31L);
                    Samples samples = new Samples(Document.current(), dice, scene.known());
                    Request request = new RandomRequests(samples, dice).of(operation);
                    free.acquire();
                    answers.add(send(scene, request).whenComplete((heard, failure) -> free.release()));
                }
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
            assertTrue(taken.get() > sent / 10, () -> "only " + taken + " were good ones");
        }
        assertEquals(List.of(), wrong.stream().limit(20).toList(), () -> wrong.size() + " of " + answersOf(wrong));
    }

    private static String answersOf(ConcurrentLinkedQueue<String> wrong) {
        return wrong.size() + " wrong answers, the first of them:\n"
                + String.join("\n", wrong.stream().limit(20).toList());
    }

    private CompletableFuture<?> send(Scene scene, Request request) {
        Questions.Question question = scene.questions()
                .of(request.operation())
                .target(request.target())
                .key(scene.keyFor(request.operation()));
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            question.header(header.getKey(), header.getValue());
        }
        if (request.body() != null) {
            question.body(request.body());
        }
        return question.asking().handle((heard, failure) -> {
            if (failure != null || heard.status() >= 500) {
                String body = String.valueOf(request.body());
                wrong.add(request.operation() + " " + request.target() + " "
                        + body.substring(0, Math.min(300, body.length())) + ": " + (failure == null ? heard : failure));
            } else if (heard.status() < 300) {
                taken.incrementAndGet();
            }
            return heard;
        });
    }
}
