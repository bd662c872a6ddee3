package parkgate.right;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Right;

/** Rights as rows of PostgreSQL. */
final class RightRow {
    private RightRow() {}

    static AssignedRight assigned(Row row) {
        return new AssignedRight(
                row.getUUID("id"),
                row.getString("credential_id"),
                row.getString("place_id"),
                new AssignedRight.Terms(
                        Right.Type.valueOf(row.getString("type")),
                        instant(row, "valid_from"),
                        instant(row, "valid_until"),
                        Recurring.read(row.getJsonArray("recurring")),
                        row.getString("pool_id"),
                        OfflinePolicy.valueOf(row.getString("offline_policy"))),
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** As a scan needs it. Null when the row is only there to carry the credential. */
    static @Nullable Right atLot(Row row) {
        UUID id = row.getUUID("id");
        if (id == null) {
            return null;
        }
        Instant from = instant(row, "valid_from");
        Instant until = instant(row, "valid_until");
        return new Right(
                id,
                Right.Type.valueOf(row.getString("type")),
                from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                until == null ? Long.MAX_VALUE : until.toEpochMilli(),
                row.getString("pool_id"),
                Recurring.read(row.getJsonArray("recurring")));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
