package parkgate.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.http.Cursor;
import parkgate.http.Problem;

/**
 * Reads all that is kept of a holder, section after section, at most so many records a page; each page has its row of the
 * audit. Where a page ended stands in its cursor: the section, a dot, the last id.
 */
final class PgExport {
    /** Records of one page: more than most holders ever have. */
    static final int MAX_RECORDS = 2_000;

    private final Pool pool;
    private final int most;

    PgExport(Pool pool, int most) {
        this.pool = pool;
        this.most = most;
    }

    /** Where a page goes on. */
    private record Place(
            Section section,
            @Nullable Instant time,
            @Nullable Object id) {}

    /**
     * One page.
     *
     * @throws Problem 422, when the cursor is not one of ours
     */
    Future<JsonObject> page(Holder holder, @Nullable Cursor after, UUID auditId, String keyId, Instant now) {
        Place from = after == null ? new Place(Section.CREDENTIALS, null, null) : place(after);
        JsonObject page = new JsonObject();
        for (Section section : Section.values()) {
            page.put(section.word(), new JsonArray());
        }
        page.putNull("nextCursor");
        return pool.withTransaction(tx -> fill(tx, holder, from, most, page)
                .compose(x -> AuditTrail.write(tx, entry(page, auditId, keyId, now)))
                .map(page));
    }

    private Future<Void> fill(SqlConnection tx, Holder holder, Place from, int room, JsonObject page) {
        Section section = from.section();
        Instant time = from.time();
        return tx.preparedQuery(section.sql())
                .execute(holder.with(time == null ? null : time.atOffset(ZoneOffset.UTC), from.id(), room + 1))
                .compose(rows -> {
                    JsonArray records = page.getJsonArray(section.word());
                    Row last = null;
                    for (Row row : rows) {
                        if (records.size() == room && last != null) {
                            page.put("nextCursor", cursor(section, last).text());
                            return Future.succeededFuture();
                        }
                        records.add(section.json(row));
                        last = row;
                    }
                    return next(tx, holder, section, last, room - records.size(), page);
                });
    }

    private Future<Void> next(
            SqlConnection tx, Holder holder, Section done, @Nullable Row last, int room, JsonObject page) {
        Optional<Section> section = done.next();
        if (section.isEmpty()) {
            return Future.succeededFuture();
        }
        if (room == 0 && last != null) {
            page.put("nextCursor", cursor(done, last).text());
            return Future.succeededFuture();
        }
        return fill(tx, holder, new Place(section.get(), null, null), room, page);
    }

    private static Cursor cursor(Section section, Row last) {
        return new Cursor(section.timeOf(last).toInstant(), section.word() + "." + section.idOf(last));
    }

    private static Place place(Cursor after) {
        String[] parts = after.id().split("\\.", 2);
        try {
            Section section = Section.of(parts[0]).orElseThrow(PgExport::notOurs);
            return new Place(section, after.time(), section.id(parts[1]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unread) {
            throw notOurs();
        }
    }

    private static Problem notOurs() {
        return Problem.invalid("/cursor", "is not a cursor of an export");
    }

    private static AuditEntry entry(JsonObject page, UUID auditId, String keyId, Instant now) {
        JsonObject counts = new JsonObject();
        for (Section section : Section.values()) {
            String name = section.word();
            counts.put(name, page.getJsonArray(name).size());
        }
        return AuditEntry.of(auditId, now, "holder.exported", "HOLDER", keyId, counts);
    }
}
