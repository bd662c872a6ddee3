package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code POST /v1/sessions/{sessionId}/correct}: what somebody knows better than the record. Where a count follows, it is an event
 * of the lot.
 *
 * <pre>
 * COMPLETED  of an open one      it is over                     CLOSE
 * INVALID    of an open one      its entry never happened       CLOSE, then the record
 * ACTIVE     of one that is over its car is inside              RESTORED
 * entryTime  of an open one      the record alone
 * the rest   of one that is over the record alone
 * </pre>
 */
final class CorrectRoute {
    private final PgSessions sessions;
    private final PgCorrections corrections;
    private final Scope scope;
    private final SessionClosing closing;
    private final SessionReopening reopening;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    CorrectRoute(
            PgSessions sessions,
            PgCorrections corrections,
            Scope scope,
            SessionClosing closing,
            SessionReopening reopening,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.sessions = sessions;
        this.corrections = corrections;
        this.scope = scope;
        this.closing = closing;
        this.reopening = reopening;
        this.clock = clock;
        this.ids = ids;
    }

    Future<Reply> correct(Call call) {
        JsonObject body = call.body();
        String word = body.getString("status");
        OffsetDateTime entry = Stretch.moment(body, "entryTime");
        OffsetDateTime exit = Stretch.moment(body, "exitTime");
        boolean timed = entry != null || exit != null;
        if ((word != null) == timed) {
            throw Problem.invalid("/status", "either a status or times are needed");
        }
        UUID id = id(call.path("sessionId"));
        return look(call, id).compose(stay -> {
            if (word == null) {
                require(stay.whyNotTimed(entry, exit, clock.instant().atOffset(ZoneOffset.UTC)));
                return write(call, stay, new PgCorrections.Change(null, entry, exit));
            }
            return toStatus(call, stay, Session.Status.valueOf(word));
        });
    }

    private Future<Correctable> look(Call call, UUID id) {
        return corrections.look(id).map(found -> {
            Correctable stay = found.orElseThrow(CorrectRoute::unknown);
            scope.require(call.caller(), stay.lotId());
            return stay;
        });
    }

    private Future<Reply> toStatus(Call call, Correctable stay, Session.Status status) {
        require(stay.status() == status ? "It is so already." : null);
        if (status == Session.Status.ACTIVE) {
            require(stay.whyNotReopened());
            return reopen(call, stay);
        }
        if (stay.isOpen()) {
            return close(call, stay, status);
        }
        require(stay.whyNotChanged());
        return write(call, stay, new PgCorrections.Change(status, null, null));
    }

    /** The key is the stay's last event: two who press at once open it once. */
    private Future<Reply> reopen(Call call, Correctable stay) {
        String key = "reopen:" + stay.id() + ":" + stay.lastSeq();
        return reopening
                .reopen(stay.stay(), new SessionReopening.ByHand(call.caller().keyId(), reason(call), key))
                .compose(outcome -> {
                    require(outcome == SessionClosing.Outcome.NOT_OPEN ? Correctable.IS_INSIDE : null);
                    return answer(stay.id(), Session.Status.ACTIVE, outcome);
                });
    }

    private Future<Reply> close(Call call, Correctable stay, Session.Status status) {
        String root = stay.rootId();
        if (root == null) {
            throw no("Whose session it is is no longer known.");
        }
        return closing.close(
                        new SessionClosing.Stay(stay.lotId(), root, stay.id()),
                        new SessionClosing.ByHand(
                                call.caller().keyId(),
                                reason(call),
                                false,
                                ids.get().toString()))
                .compose(outcome -> {
                    if (outcome == SessionClosing.Outcome.NOT_OPEN) {
                        throw no("It has ended meanwhile.");
                    }
                    boolean recorded = outcome == SessionClosing.Outcome.COMMITTED;
                    return recorded && status == Session.Status.INVALID
                            ? look(call, stay.id())
                                    .compose(closed -> write(
                                            call, closed, new PgCorrections.Change(Session.Status.INVALID, null, null)))
                            : answer(stay.id(), Session.Status.COMPLETED, outcome);
                });
    }

    private Future<Reply> write(Call call, Correctable stay, PgCorrections.Change change) {
        return corrections
                .write(stay, change, call.caller().keyId(), reason(call), clock.instant())
                .compose(written -> {
                    require(written ? null : "It has changed meanwhile.");
                    return answer(stay.id(), stay.status(), SessionClosing.Outcome.COMMITTED);
                });
    }

    private Future<Reply> answer(UUID id, Session.Status status, SessionClosing.Outcome outcome) {
        return sessions.find(id).map(found -> {
            JsonObject json = SessionJson.of(found.orElseThrow(CorrectRoute::unknown));
            return Reply.of(
                    200,
                    outcome == SessionClosing.Outcome.QUEUED
                            ? json.put("status", status.name()).put("durability", outcome.name())
                            : json);
        });
    }

    private static String reason(Call call) {
        return call.body().getString("reason");
    }

    private static void require(@Nullable String whyNot) {
        if (whyNot != null) {
            throw no(whyNot);
        }
    }

    private static Problem no(String why) {
        return Problem.conflict("session-not-correctable", "The session cannot be corrected so")
                .detail(why);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAUuid) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.notFound("There is no such session.");
    }
}
