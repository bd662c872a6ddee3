package parkgate.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Rfc3339;
import parkgate.http.Scope;

/**
 * {@code GET /v1/audit}: for admin keys, since it tells what other keys did; for people who have signed in, of one place within
 * their binding.
 */
public final class AuditRoute {
    private final Pool pool;
    private final Scope scope;

    public AuditRoute(Pool pool, Scope scope) {
        this.pool = pool;
        this.scope = scope;
    }

    /** Answers its operation. */
    public void register(Api api) {
        api.on("listAudit", Access.of(KeyKind.ADMIN), this::list);
    }

    private static @Nullable OffsetDateTime time(Call call, String name) {
        String text = call.query(name);
        return text == null
                ? null
                : Rfc3339.moment(text)
                        .filter(moment -> !moment.isBefore(Instant.EPOCH))
                        .orElseThrow(() -> Problem.invalid(name, "is not a time of RFC 3339 between 1970 and 9999"))
                        .atOffset(ZoneOffset.UTC);
    }

    private void requireReach(Caller caller, @Nullable String placeId) {
        if (caller.kind() == KeyKind.ADMIN) {
            return;
        }
        if (placeId == null) {
            throw Problem.forbidden("Name a place of yours: placeId.");
        }
        scope.require(caller, placeId);
    }

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        requireReach(call.caller(), call.query("placeId"));
        return AuditTrail.list(
                        pool,
                        new AuditTrail.Asked(
                                call.query("action"),
                                call.query("subjectId"),
                                call.query("placeId"),
                                call.query("keyId"),
                                time(call, "from"),
                                time(call, "to")),
                        page)
                .map(found -> page.reply(
                        found,
                        AuditTrail.Told::json,
                        last -> new Cursor(last.entry().at(), last.entry().id().toString())));
    }
}
