package parkgate.scan;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.Lane;
import parkgate.core.access.LotEvent;
import parkgate.core.access.SessionState;

/**
 * What the vehicle did after a grant. The first outcome stands: the same again is no change, another one is refused,
 * except that a car that came in after its grant had expired is put back.
 */
final class Passages {
    private static final Logger log = LoggerFactory.getLogger(Passages.class);
    private static final int MAX_ASKS = 4;

    /** What a lane may report; EXPIRED is ours to say. */
    enum Outcome {
        CONFIRMED,
        NO_ENTRY
    }

    /** What came of a report. */
    sealed interface Result {
        /** Taken in, now or before. */
        record Taken(String sessionId, SessionState.Status status, Durability durability) implements Result {}

        /** Another outcome stands. */
        record OtherStands() implements Result {}

        /** No such grant at this lane. */
        record Unknown() implements Result {}
    }

    private final InstantSource clock;
    private final LotFunctions functions;
    private final PgRecords records;
    private final Rebuild rebuild;
    private final Settling settling;
    private final Recorder recorder;
    private final PassageTimers timers;

    Passages(
            InstantSource clock,
            LotFunctions functions,
            PgRecords records,
            Rebuild rebuild,
            Settling settling,
            Recorder recorder,
            PassageTimers timers) {
        this.clock = clock;
        this.functions = functions;
        this.records = records;
        this.rebuild = rebuild;
        this.settling = settling;
        this.recorder = recorder;
        this.timers = timers;
        timers.onDue(this::expire);
    }

    /** Reports an outcome; fails with {@link NotDecided} or with what was away. */
    Future<Result> report(Lane lane, UUID decision, Outcome outcome, String extra) {
        return report(lane, decision, outcome, extra, MAX_ASKS);
    }

    private Future<Result> report(Lane lane, UUID decision, Outcome outcome, String extra, int asks) {
        String lotId = lane.lotId();
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        return functions
                .outcome(lotId, clock.millis(), decision, outcome.name(), lane.id(), extra)
                .compose(answer -> {
                    if (answer instanceof Answer.Granted granted) {
                        timers.reported(decision);
                        return settle(lotId, granted.event(), () -> report(lane, decision, outcome, extra, asks - 1))
                                .onSuccess(taken -> giveStepBack(granted.event()));
                    } else if (answer instanceof Answer.Again again) {
                        if (!again.event().laneId().equals(lane.id())) {
                            return Future.succeededFuture(new Result.Unknown());
                        }
                        return settling.settle(
                                lotId,
                                again.event(),
                                again.standing(),
                                durability -> taken(lotId, again.event(), durability),
                                () -> report(lane, decision, outcome, extra, asks - 1));
                    } else if (answer instanceof Answer.Cold) {
                        return rebuild.cold(lotId).compose(x -> report(lane, decision, outcome, extra, asks - 1));
                    } else if (answer instanceof Answer.NotPending) {
                        return records.passage(decision)
                                .compose(known -> known == null
                                        ? unlessUnrecorded(lotId, decision)
                                        : Future.succeededFuture(known))
                                .compose(known -> notPending(lane, known, decision, outcome, extra));
                    }
                    throw new IllegalStateException("outcome does not answer " + answer);
                });
    }

    /**
     * PostgreSQL knows no such grant; it may stand in the outbox still, and what became of it behind it. What is in neither
     * may have gone from the one to the other between the two looks, so PostgreSQL is asked once more.
     */
    private Future<@Nullable KnownPassage> unlessUnrecorded(String lotId, UUID decision) {
        return functions.outbox(lotId, "-", "+").compose(waiting -> {
            if (waiting.stream().anyMatch(event -> event.decisionId().equals(decision.toString()))) {
                return Future.failedFuture(new NotDecided("what became of this passage is not recorded yet"));
            }
            return records.passage(decision);
        });
    }

    /** The car backed out, and that will stand: it may try again with the code that it still shows. */
    private void giveStepBack(LotEvent event) {
        if (event.kind() == EventKind.NO_ENTRY && event.direction() == Direction.ENTRY) {
            functions
                    .undoStep(event.credentialId(), event.decisionId())
                    .onFailure(e -> log.debug("a step stays spent: {}", e.toString()));
        }
    }

    private Future<Result> notPending(
            Lane lane, @Nullable KnownPassage known, UUID decision, Outcome outcome, String extra) {
        if (known == null || !known.laneId().equals(lane.id())) {
            return Future.succeededFuture(new Result.Unknown());
        }
        if (known.pending()) {
            return Future.failedFuture(new NotDecided("another report of this passage is being recorded"));
        }
        Outcome stands = stands(known);
        if (stands == outcome) {
            return Future.succeededFuture(
                    new Result.Taken(known.sessionId(), status(known, stands), Durability.COMMITTED));
        }
        if (outcome == Outcome.CONFIRMED && "EXPIRED".equals(known.outcome())) {
            return restore(lane.lotId(), known, decision, extra);
        }
        return Future.succeededFuture(new Result.OtherStands());
    }

    private static Outcome stands(KnownPassage known) {
        if (known.outcome() == null) {
            return Outcome.CONFIRMED; // a lane without a loop, or the car has left since
        }
        return switch (known.outcome()) {
            case "NO_ENTRY" -> Outcome.NO_ENTRY;
            case "EXPIRED" -> known.direction() == Direction.ENTRY ? Outcome.NO_ENTRY : Outcome.CONFIRMED;
            default -> Outcome.CONFIRMED;
        };
    }

    private static SessionState.Status status(KnownPassage known, Outcome outcome) {
        if (known.direction() == Direction.ENTRY) {
            return outcome == Outcome.NO_ENTRY ? SessionState.Status.INVALID : SessionState.Status.ACTIVE;
        }
        return outcome == Outcome.NO_ENTRY ? SessionState.Status.ACTIVE : SessionState.Status.COMPLETED;
    }

    /** The car came in after its grant had expired: it is inside, whatever a rule would say now. */
    private Future<Result> restore(String lotId, KnownPassage known, UUID decision, String extra) {
        Happening restored = Happening.restored(known, decision, extra);
        return functions.happened(lotId, clock.millis(), restored).compose(answer -> {
            if (answer instanceof Answer.Granted granted) {
                return settle(lotId, granted.event(), () -> restore(lotId, known, decision, extra));
            } else if (answer instanceof Answer.Again again) {
                return settle(lotId, again.event(), () -> restore(lotId, known, decision, extra));
            }
            return Future.failedFuture(new NotDecided("the lot went cold meanwhile, or the session is there already"));
        });
    }

    private Future<Result> settle(String lotId, LotEvent event, Supplier<Future<Result>> again) {
        return settling.settle(lotId, event, durability -> taken(lotId, event, durability), again);
    }

    private static Result taken(String lotId, LotEvent event, Durability durability) {
        SessionState after = SessionState.after(lotId, List.of(event)).get(0);
        return new Result.Taken(event.sessionId(), after.status(), durability);
    }

    /** A passage that nobody reported in time: an entry did not happen, an exit did. */
    void expire(String lotId, UUID decision) {
        functions.outcome(lotId, clock.millis(), decision, "EXPIRED", "", "").onComplete(asked -> {
            if (asked.failed()) {
                log.debug(
                        "an overdue passage waits for the sweep: {}",
                        asked.cause().toString());
            } else if (asked.result() instanceof Answer.Granted granted) {
                recorder.record(lotId, granted.event());
            } else if (asked.result() instanceof Answer.Again again && again.standing() == Standing.OPEN) {
                recorder.record(lotId, again.event());
            }
        });
    }
}
