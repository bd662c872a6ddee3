package parkgate.scan;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.Extra;
import parkgate.core.access.Lane;
import parkgate.core.access.LotEvent;
import parkgate.core.access.SessionState;
import parkgate.core.access.Stay;
import parkgate.http.Problem;
import parkgate.scan.LotFunctions.RootedStay;

/**
 * What a barrier that somebody opens by hand is in its lot's history: one event, recorded or marked before it is answered,
 * never refused by a rule.
 *
 * <pre>
 * at an exit    of an open session                        it completes
 * at an entry   of one whose passage is awaited           its entry is confirmed
 *               of one whose grant has expired            its entry is restored
 *               of one that is over                       a passage that nobody granted
 * anywhere      of any other session of the lot           recorded, changes no count
 *               of none                                   a passage that nobody granted
 * </pre>
 *
 * The lot's own state in Redis is asked first: it knows what PostgreSQL does not have yet. While PostgreSQL is away, a session
 * that is not in it is taken for none.
 */
public final class ManualOpens {
    private static final int MAX_ASKS = 4;
    private static final Logger log = LoggerFactory.getLogger(ManualOpens.class);

    /**
     * Who has which barrier opened, and why.
     *
     * @param direction which way the car goes
     * @param sessionId null: of nobody
     * @param who public part of the access key
     * @param why a person's words
     * @param commandId the same id is the same opening
     */
    public record Ask(
            Lane lane, Direction direction, @Nullable UUID sessionId, String who, String why, UUID commandId) {
        String key() {
            return "open:" + commandId;
        }

        String extra() {
            Map<String, String> pairs = new LinkedHashMap<>();
            pairs.put(ScanExtra.WHO, who);
            pairs.put(ScanExtra.WHY, why);
            pairs.put(SessionState.PASS_TYPE, SessionState.MANUAL_OPEN);
            pairs.put(ScanExtra.COMMAND, commandId.toString());
            return Extra.format(pairs);
        }
    }

    /**
     * What was recorded.
     *
     * @param sessionId whose passage it is; empty: nobody's
     * @param queued true while it stands in the durable outbox only
     * @param atMs when, unix milliseconds
     */
    public record Opened(String sessionId, boolean queued, long atMs) {}

    private final InstantSource clock;
    private final LotFunctions functions;
    private final PgRecords records;
    private final Rebuild rebuild;
    private final Settling settling;
    private final PassageTimers timers;

    ManualOpens(
            InstantSource clock,
            LotFunctions functions,
            PgRecords records,
            Rebuild rebuild,
            Settling settling,
            PassageTimers timers) {
        this.clock = clock;
        this.functions = functions;
        this.records = records;
        this.rebuild = rebuild;
        this.settling = settling;
        this.timers = timers;
    }

    /** Records it. Fails with {@link Problem} 404 where the lot has no such session, 503 where nothing could be decided. */
    public Future<Opened> open(Ask ask) {
        return attempt(ask, MAX_ASKS).recover(failure -> Future.failedFuture(Unavailable.of(failure)));
    }

    private Future<Opened> attempt(Ask ask, int asks) {
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        UUID sessionId = ask.sessionId();
        if (sessionId == null) {
            return happened(ask, unmatched(ask), asks);
        }
        String lotId = ask.lane().lotId();
        return functions.counts(lotId, clock.millis()).compose(counts -> {
            if (!counts.get(0).equals("OK")) {
                return rebuild.cold(lotId).compose(x -> attempt(ask, asks - 1));
            }
            return functions
                    .stayOf(lotId, sessionId.toString())
                    .compose(there -> there == null ? absent(ask, sessionId, asks) : present(ask, there, asks));
        });
    }

    private static Happening unmatched(Ask ask) {
        return Happening.opened(ask.key(), ask.direction(), ask.lane().id(), "", ask.extra());
    }

    private static Happening ofSession(Ask ask, UUID sessionId) {
        return Happening.opened(ask.key(), ask.direction(), ask.lane().id(), sessionId.toString(), ask.extra());
    }

    private Future<Opened> present(Ask ask, RootedStay there, int asks) {
        Stay stay = there.stay();
        if (stay.open() && ask.direction() == Direction.EXIT) {
            return happened(ask, Happening.letOut(ask.key(), ask.lane().id(), there, ask.extra()), asks);
        }
        if (stay.open() && !stay.decisionId().isEmpty()) {
            return confirm(ask, UUID.fromString(stay.sessionId()), UUID.fromString(stay.decisionId()), asks);
        }
        return happened(ask, ofSession(ask, UUID.fromString(stay.sessionId())), asks);
    }

    /** An entry whose passage is awaited; of one that was confirmed before, by us or by its lane, that is the answer. */
    private Future<Opened> confirm(Ask ask, UUID sessionId, UUID decision, int asks) {
        String lotId = ask.lane().lotId();
        return functions
                .outcome(lotId, clock.millis(), decision, EventKind.CONFIRMED.name(), "", ask.extra())
                .compose(answer -> {
                    if (answer instanceof Answer.Granted granted) {
                        timers.reported(decision);
                        return settle(ask, granted.event(), Standing.OPEN, asks);
                    } else if (answer instanceof Answer.Again again && isOurs(ask, again.event())) {
                        return settle(ask, again.event(), again.standing(), asks);
                    } else if (answer instanceof Answer.Cold) {
                        return rebuild.cold(lotId).compose(x -> attempt(ask, asks - 1));
                    }
                    return happened(ask, ofSession(ask, sessionId), asks);
                });
    }

    private static boolean isOurs(Ask ask, LotEvent event) {
        return ask.commandId().toString().equals(Extra.parse(event.extra()).get(ScanExtra.COMMAND));
    }

    /** The lot has no stay of this session: PostgreSQL says what became of it. */
    private Future<Opened> absent(Ask ask, UUID sessionId, int asks) {
        return records.sessionStanding(sessionId).compose(known -> gone(ask, sessionId, known, asks), away -> {
            log.warn("a lane is opened for a session that cannot be looked up: {}", away.toString());
            return happened(ask, unmatched(ask), asks);
        });
    }

    private Future<Opened> gone(Ask ask, UUID sessionId, PgRecords.@Nullable SessionStanding known, int asks) {
        if (known == null || !known.lotId().equals(ask.lane().lotId())) {
            throw Problem.notFound("This lot has no such session.");
        }
        if (ask.direction() == Direction.EXIT) {
            return happened(ask, ofSession(ask, sessionId), asks);
        }
        UUID decision = known.entryDecision();
        if (known.status() != SessionState.Status.INVALID || decision == null) {
            return happened(ask, unmatched(ask), asks);
        }
        return records.passage(decision).compose(passage -> {
            boolean expired = passage != null && EventKind.EXPIRED.name().equals(passage.outcome());
            return happened(ask, expired ? Happening.restored(passage, decision, ask.extra()) : unmatched(ask), asks);
        });
    }

    private Future<Opened> happened(Ask ask, Happening happening, int asks) {
        String lotId = ask.lane().lotId();
        return functions.happened(lotId, clock.millis(), happening).compose(answer -> {
            if (answer instanceof Answer.Granted granted) {
                return settle(ask, granted.event(), Standing.OPEN, asks);
            } else if (answer instanceof Answer.Again again) {
                return settle(ask, again.event(), again.standing(), asks);
            } else if (answer instanceof Answer.Cold) {
                return rebuild.cold(lotId).compose(x -> attempt(ask, asks - 1));
            }
            return attempt(ask, asks - 1); // the session has left meanwhile
        });
    }

    private Future<Opened> settle(Ask ask, LotEvent event, Standing standing, int asks) {
        return settling.settle(
                ask.lane().lotId(),
                event,
                standing,
                durability -> opened(event, durability == Durability.QUEUED),
                () -> afterRebuild(ask, asks - 1));
    }

    /** The fence refused it: an earlier opening under the same id may be why. */
    private Future<Opened> afterRebuild(Ask ask, int asks) {
        return records.byKey(ask.lane().lotId(), ask.key())
                .compose(before -> before == null ? attempt(ask, asks) : Future.succeededFuture(opened(before, false)));
    }

    private static Opened opened(LotEvent event, boolean queued) {
        return new Opened(event.sessionId(), queued, event.atMs());
    }
}
