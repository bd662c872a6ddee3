package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Everything that instances ask of Redis and PostgreSQL, held until its turn comes; whose turn it is follows from the
 * seed. One thing happens at a time, in the test's thread, so a walk is the same walk each time.
 */
final class Turns {
    private static final long PATIENCE_S = 20;

    /** What went wrong with a call, as far as its caller can see. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        Away(String what) {
            super(what, null, false, false);
        }
    }

    private record Held(ProtocolInstance of, int notBefore, Runnable turn) {}

    private final RandomGenerator random;
    private final List<Held> held = new ArrayList<>();
    private int tick;

    /** Failures of Redis that nobody planted: a function never fails. */
    final List<String> unexpected = new ArrayList<>();

    /** Faults that a call meets by itself; none while it is calm. */
    boolean calm;

    boolean postgresUp = true;

    Turns(RandomGenerator random) {
        this.random = random;
    }

    /** A call of Redis: its answer may be lost after it was executed, or it never arrives. It is never sent twice. */
    <T> Future<T> redis(ProtocolInstance of, Supplier<Future<T>> call) {
        return hold(of, promise -> {
            double luck = calm ? 1 : random.nextDouble();
            if (luck < .01) {
                promise.fail(new Away("Redis was not reached"));
            } else {
                T answer;
                try {
                    answer = await(call.get());
                } catch (IllegalStateException refused) {
                    unexpected.add("Redis refused: " + refused.getCause());
                    promise.fail(refused);
                    return;
                }
                if (luck < .04) {
                    promise.fail(new Away("Redis's answer was lost"));
                } else {
                    promise.complete(answer);
                }
            }
        });
    }

    /** A statement: PostgreSQL may be away, or its answer be lost after the commit. */
    <T> Future<T> postgres(ProtocolInstance of, Supplier<Future<T>> statement) {
        return hold(of, promise -> {
            if (!postgresUp) {
                promise.fail(new Away("PostgreSQL is away"));
                return;
            }
            T answer;
            try {
                answer = await(statement.get());
            } catch (RuntimeException refused) {
                promise.fail(refused.getCause() == null ? refused : refused.getCause());
                return;
            }
            if (!calm && random.nextDouble() < .04) {
                promise.fail(new Away("the answer to the commit was lost"));
            } else {
                promise.complete(answer);
            }
        });
    }

    private interface Turn<T> {
        void take(Promise<T> promise);
    }

    private <T> Future<T> hold(ProtocolInstance of, Turn<T> turn) {
        Promise<T> promise = Promise.promise();
        boolean heldUp = !calm && random.nextDouble() < .1;
        held.add(new Held(of, heldUp ? tick + random.nextInt(40) : 0, () -> turn.take(promise)));
        return promise.future();
    }

    /** Gives one call its turn; false when nothing waits, or all that waits is held up. */
    boolean next() {
        List<Held> ready = held.stream().filter(one -> one.notBefore <= tick).toList();
        if (ready.isEmpty()) {
            return false;
        }
        Held one = calm ? ready.get(0) : ready.get(random.nextInt(ready.size()));
        held.remove(one);
        one.turn.run();
        return true;
    }

    /** Time passes: calls that were held up may go on. */
    void tick() {
        tick++;
    }

    /** The instance died: what it had sent may still arrive, but nobody hears the answer. */
    void died(ProtocolInstance instance) {
        List<Held> its = held.stream().filter(one -> one.of == instance).toList();
        held.removeAll(its);
        for (Held one : its) {
            if (random.nextDouble() < .3) {
                held.add(new Held(instance, tick + random.nextInt(10), one.turn));
            }
        }
    }

    /** From now on everything works, in the order in which it was asked. */
    void calmDown() {
        held.clear();
        calm = true;
        postgresUp = true;
    }

    void exhaust() {
        while (next()) {
            tick++;
        }
    }

    /** Waits for a real answer; a refusal comes as the cause. */
    static <T> T await(Future<T> real) {
        try {
            return real.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            throw new IllegalStateException(refused.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("a real server did not answer", e);
        }
    }
}
