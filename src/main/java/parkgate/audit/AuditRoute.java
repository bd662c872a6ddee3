package parkgate.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Reply;

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

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        return AuditTrail.list(pool, call.query("action"), page)
                .map(found -> page.reply(
                        found,
                        AuditEntry::json,
                        last -> new Cursor(last.at(), last.id().toString())));
    }
}
