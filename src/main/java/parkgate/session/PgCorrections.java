package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.postgres.SqlFile;

/** What is written into the record of a stay, and no count follows from; each with its row of the audit. */
final class PgCorrections {
    private static final String LOOK = SqlFile.load("session/correctable.sql");
    private static final String CORRECT = SqlFile.load("session/correct.sql");

    private final Pool pool;
    private final Supplier<UUID> ids;

    PgCorrections(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** What is to be different; null: as it is. */
    record Change(
            Session.@Nullable Status status,
            @Nullable OffsetDateTime entry,
            @Nullable OffsetDateTime exit) {}

    Future<Optional<Correctable>> look(UUID sessionId) {
        return pool.preparedQuery(LOOK)
                .execute(Tuple.of(sessionId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(correctable(sessionId, rows.iterator().next())));
    }

    private static Correctable correctable(UUID id, Row row) {
        return new Correctable(
                id,
                row.getString("lot_id"),
                Session.Status.valueOf(row.getString("status")),
                row.getString("credential_id"),
                row.getString("root_id"),
                row.getUUID("right_id"),
                row.getString("pool_id"),
                row.getString("entry_lane"),
                row.getOffsetDateTime("entry_time"),
                row.getUUID("entry_decision"),
                row.getOffsetDateTime("exit_time"),
                row.getBoolean("awaited"),
                row.getBoolean("reopens"),
                row.getLong("last_seq"),
                row.getBoolean("inside"),
                row.getBoolean("later"));
    }

    /** False when the stay is no longer as it was looked at. */
    Future<Boolean> write(Correctable stay, Change change, String who, String reason, Instant now) {
        Session.Status status = change.status();
        return pool.withTransaction(tx -> tx.preparedQuery(CORRECT)
                .execute(Tuple.of(
                        stay.id(),
                        stay.lastSeq(),
                        status == null ? null : status.name(),
                        change.entry(),
                        change.exit()))
                .compose(written -> written.size() == 0
                        ? Future.succeededFuture(false)
                        : AuditTrail.write(tx, entry(stay, change, who, reason, now))
                                .map(true)));
    }

    private AuditEntry entry(Correctable stay, Change change, String who, String reason, Instant now) {
        JsonObject details = new JsonObject();
        put(details, "status", stay.status(), change.status());
        put(details, "entryTime", moment(stay.entryTime()), moment(change.entry()));
        put(details, "exitTime", moment(stay.exitTime()), moment(change.exit()));
        return new AuditEntry(
                ids.get(),
                now,
                "session.corrected",
                "SESSION",
                stay.id().toString(),
                stay.lotId(),
                who,
                reason,
                details);
    }

    private static @Nullable Instant moment(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static void put(JsonObject details, String name, @Nullable Object before, @Nullable Object after) {
        if (after != null) {
            details.put(
                    name,
                    new JsonArray()
                            .add(before == null ? null : before.toString())
                            .add(after.toString()));
        }
    }
}
