package parkgate.session;

import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/** {@code GET /v1/sessions}, {@code GET /v1/sessions/{id}}, {@code POST /v1/sessions/{id}/close}. */
final class SessionRoutes {
    private final PgSessions sessions;
    private final LotsInReach reach;
    private final Scope scope;
    private final SessionClosing closing;

    SessionRoutes(PgSessions sessions, LotsInReach reach, Scope scope, SessionClosing closing) {
        this.sessions = sessions;
        this.reach = reach;
        this.scope = scope;
        this.closing = closing;
    }

    Future<Reply> list(Call call) {
        Page page = Page.of(call);
        PgSessions.Query query = new PgSessions.Query(
                reach.of(call.caller(), call.query("placeId")),
                status(call.query("status")),
                call.query("credentialId"),
                Stretch.of(call),
                After.of(page),
                page.rows());
        return sessions.list(query)
                .map(found -> page.reply(
                        found,
                        SessionJson::of,
                        last -> new Cursor(last.startedAt(), last.id().toString())));
    }

    Future<Reply> find(Call call) {
        return session(call).map(found -> Reply.of(200, SessionJson.of(found)));
    }

    Future<Reply> close(Call call) {
        return session(call).compose(session -> {
            String root = session.rootId();
            if (session.status() != Session.Status.ACTIVE || root == null) {
                throw notOpen();
            }
            return closing.close(new SessionClosing.Stay(session.lotId(), root, session.id()), byHand(call))
                    .compose(outcome -> answer(call, session, outcome));
        });
    }

    /** Its key is made here: an X-Request-Id is the caller's, and may well stand on two requests that mean two things. */
    private static SessionClosing.ByHand byHand(Call call) {
        return new SessionClosing.ByHand(
                call.caller().keyId(),
                call.body().getString("reason", ""),
                call.body().getBoolean("softClose", false),
                UUID.randomUUID().toString());
    }

    private Future<Reply> answer(Call call, Session before, SessionClosing.Outcome outcome) {
        return switch (outcome) {
            case NOT_OPEN -> throw notOpen();
            case COMMITTED -> find(call);
            case QUEUED -> {
                var json = SessionJson.of(before)
                        .put("status", Session.Status.COMPLETED.name())
                        .put("durability", outcome.name());
                yield Future.succeededFuture(Reply.of(200, json));
            }
        };
    }

    /** The session that the path names, when the key reaches it. */
    private Future<Session> session(Call call) {
        return sessions.find(id(call.path("sessionId"))).map(found -> {
            Session session = found.orElseThrow(SessionRoutes::unknown);
            scope.require(call.caller(), session.lotId());
            return session;
        });
    }

    private static Session.@Nullable Status status(@Nullable String word) {
        return word == null
                ? null
                : Session.Status.of(word)
                        .orElseThrow(() -> Problem.invalid("status", "is not ACTIVE, COMPLETED or INVALID"));
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

    private static Problem notOpen() {
        return Problem.conflict("session-not-open", "The session is not open");
    }
}
