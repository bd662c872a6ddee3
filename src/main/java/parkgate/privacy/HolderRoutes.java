package parkgate.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.postgres.ChangeFeed;

/**
 * A holder's rights over what is kept of them. The reference travels in the body, since a URL ends up in other people's
 * logs; and for admin keys alone, since a holder has credentials and stays at lots of several operators.
 *
 * <pre>
 * POST /v1/holders/export   200, all that is kept, in pages
 * POST /v1/holders/erase    200, also when nobody of that reference is known
 * </pre>
 */
final class HolderRoutes {
    /** From this length on a reference is unlikely to be a word of the reason by chance. */
    private static final int TELLING = 4;

    private final PgExport export;
    private final PgHolders holders;
    private final ChangeFeed changes;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    HolderRoutes(PgExport export, PgHolders holders, ChangeFeed changes, InstantSource clock, Supplier<UUID> ids) {
        this.export = export;
        this.holders = holders;
        this.changes = changes;
        this.clock = clock;
        this.ids = ids;
    }

    void register(Api api) {
        Access admins = Access.of(KeyKind.ADMIN);
        api.on("exportHolder", admins, this::export).on("eraseHolder", admins, this::erase);
    }

    private Future<Reply> export(Call call) {
        UUID auditId = ids.get();
        return export.page(
                        holder(call),
                        cursor(call.body().getString("cursor")),
                        auditId,
                        call.caller().keyId(),
                        clock.instant())
                .map(page -> Reply.of(200, page.put("auditId", auditId.toString())));
    }

    private Future<Reply> erase(Call call) {
        Holder holder = holder(call);
        String reason = call.body().getString("reason");
        // The audit stands for ever; a holder named in it could not be erased from there.
        if (holder.ref().length() >= TELLING
                && reason.toLowerCase(Locale.ROOT).contains(holder.ref().toLowerCase(Locale.ROOT))) {
            throw Problem.invalid("/reason", "must not name the holder: it is kept");
        }
        UUID auditId = ids.get();
        return holders.erase(holder, auditId, call.caller().keyId(), reason, clock.instant())
                .compose(erased -> changes.applyOwn().map(erased))
                .map(erased -> Reply.of(200, json(auditId, erased)));
    }

    private static JsonObject json(UUID auditId, PgHolders.Erased erased) {
        Counts counts = erased.counts();
        return new JsonObject()
                .put("auditId", auditId.toString())
                .put("credentials", counts.of(Counts.Kind.CREDENTIALS))
                .put("rights", counts.of(Counts.Kind.RIGHTS))
                .put("sessions", counts.of(Counts.Kind.UNLINKED))
                .put("scans", counts.of(Counts.Kind.SCANS))
                .put("complete", erased.complete());
    }

    private static Holder holder(Call call) {
        JsonObject issuer = call.body().getJsonObject("issuer");
        if (issuer != null && issuer.size() != 1) {
            throw Problem.invalid("/issuer", "must have placeId or operatorId");
        }
        return Holder.of(call.body());
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        return text == null
                ? null
                : Cursor.parse(text).orElseThrow(() -> Problem.invalid("/cursor", "is not a cursor of an export"));
    }
}
