package parkgate.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.postgres.SqlFile;

/** The table {@code audit}. PostgreSQL refuses to change a row of it; only its owner could take that refusal away. */
public final class AuditTrail {
    private static final String WRITE = SqlFile.load("audit/write.sql");
    private static final String LIST = SqlFile.load("audit/list.sql");

    private AuditTrail() {}

    /**
     * Writes an entry.
     *
     * @param transaction that of what the entry tells of: both stand, or neither
     */
    public static Future<Void> write(SqlClient transaction, AuditEntry entry) {
        return transaction
                .preparedQuery(WRITE)
                .execute(Tuple.of(entry.id(), entry.at().atOffset(ZoneOffset.UTC), entry.action())
                        .addValue(entry.subjectKind())
                        .addValue(entry.subjectId())
                        .addValue(entry.placeId())
                        .addValue(entry.keyId())
                        .addValue(entry.reason())
                        .addValue(entry.details()))
                .mapEmpty();
    }

    /** What is looked for; null: any. */
    record Asked(
            @Nullable String action,
            @Nullable String subjectId,
            @Nullable String placeId,
            @Nullable String keyId,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to) {}

    /**
     * An entry as its reader is told it.
     *
     * @param staffName the name of the person who did it, from the account; null: it was none, or the account's row is gone
     */
    record Told(AuditEntry entry, @Nullable String staffName) {
        JsonObject json() {
            return entry.json().put("staffName", staffName);
        }
    }

    /**
     * Entries, newest first.
     *
     * @param asked only these
     */
    static Future<List<Told>> list(Pool pool, Asked asked, Page page) {
        Cursor after = page.after();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                                after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                                after == null ? null : id(after),
                                page.rows(),
                                asked.action())
                        .addValue(asked.subjectId())
                        .addValue(asked.placeId())
                        .addValue(asked.keyId())
                        .addValue(asked.from())
                        .addValue(asked.to()))
                .map(rows -> {
                    List<Told> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(new Told(entry(row), row.getString("staff_name"))));
                    return entries;
                });
    }

    private static UUID id(Cursor after) {
        try {
            return UUID.fromString(after.id());
        } catch (IllegalArgumentException notAUuid) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("action"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("place_id"),
                row.getString("key_id"),
                row.getString("reason"),
                (JsonObject) row.getJson("details"));
    }
}
