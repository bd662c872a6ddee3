package parkgate.scan;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LotEvent;

/**
 * From a decided event to an answer that may go out: it stands in PostgreSQL, or, when PostgreSQL has no word by the
 * deadline, it is marked in the durable outbox. Otherwise it is decided again, once.
 */
final class Settling {
    private final InstantSource clock;
    private final LotFunctions functions;
    private final Recorder recorder;
    private final Rebuild rebuild;

    Settling(InstantSource clock, LotFunctions functions, Recorder recorder, Rebuild rebuild) {
        this.clock = clock;
        this.functions = functions;
        this.recorder = recorder;
        this.rebuild = rebuild;
    }

    /**
     * What PostgreSQL knows, where that only spares work: null when it is known to be away, or says nothing within the time that
     * a record has.
     */
    <T> Future<@Nullable T> ifAnswered(Supplier<Future<@Nullable T>> asking) {
        return recorder.isAway()
                ? Future.succeededFuture()
                : asking.get()
                        .timeout(recorder.deadlineMs(), TimeUnit.MILLISECONDS)
                        .otherwise((T) null);
    }

    /**
     * Records the event.
     *
     * @param again decides afresh, after the lot was rebuilt; for the second time it fails with {@link NotDecided}
     */
    <T> Future<T> settle(String lotId, LotEvent event, Function<Durability, T> answer, Supplier<Future<T>> again) {
        return recorder.record(lotId, event).compose(recorded -> switch (recorded) {
            case COMMITTED -> Future.succeededFuture(answer.apply(Durability.COMMITTED));
            case REBUILD -> rebuild.stale(lotId, event.epoch()).compose(x -> again.get());
            case NO_WORD -> mark(lotId, event, answer, again);
        });
    }

    /** The same for an event that stands here already: what is marked may yet lack its replicas, so they are asked again. */
    <T> Future<T> settle(
            String lotId,
            LotEvent event,
            Standing standing,
            Function<Durability, T> answer,
            Supplier<Future<T>> again) {
        return switch (standing) {
            case OPEN -> settle(lotId, event, answer, again);
            case MARKED -> mark(lotId, event, answer, again);
            case DONE -> Future.succeededFuture(answer.apply(Durability.COMMITTED));
        };
    }

    private <T> Future<T> mark(
            String lotId, LotEvent event, Function<Durability, T> answer, Supplier<Future<T>> again) {
        return functions.mark(lotId, clock.millis(), event.epoch(), event.seq()).compose(word -> switch (word) {
            case "MARKED" -> Future.succeededFuture(answer.apply(Durability.QUEUED));
            case "NOT_SURE" -> Future.failedFuture(new NotDecided("the lot is rebuilt but not confirmed"));
            default -> again.get();
        });
    }
}
