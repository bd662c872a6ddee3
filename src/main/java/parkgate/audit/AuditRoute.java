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
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Rfc3339;

/** {@code GET /v1/audit}: for admin keys, since it tells what other keys did. */
public final class AuditRoute {
    private final Pool pool;

    public AuditRoute(Pool pool) {
        this.pool = pool;
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

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
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
                        AuditEntry::json,
                        last -> new Cursor(last.at(), last.id().toString())));
    }
}
