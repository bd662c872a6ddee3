package parkgate.place;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.Location;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;

/** Places, lanes and pools as rows of PostgreSQL. */
final class PlaceRows {
    private PlaceRows() {}

    static Place place(Row row) {
        Integer capacity = row.getInteger("capacity");
        return new Place(
                row.getString("id"),
                PlaceType.valueOf(row.getString("type")),
                row.getString("parent_id"),
                row.getString("name"),
                row.getString("time_zone"),
                capacity == null ? LotRules.UNLIMITED : capacity,
                LotRules.Status.valueOf(row.getString("status")),
                LotRules.Passback.valueOf(row.getString("passback")),
                CodeClass.valueOf(row.getString("min_assurance")),
                row.getBoolean("admit_transients"),
                LotRules.NoOpenSession.valueOf(row.getString("no_open_session")),
                LotRules.RevokedExit.valueOf(row.getString("revoked_exit")),
                LotRules.FullPolicy.valueOf(row.getString("full_policy")),
                StalePack.valueOf(row.getString("stale_pack")),
                row.getInteger("passage_timeout_s"),
                row.getString("operator_id"),
                row.getBoolean("is_public"),
                location(row),
                pools(row.getJsonArray("pools")),
                row.getLong("version"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static @Nullable Location location(Row row) {
        Double latitude = row.getDouble("latitude");
        return latitude == null ? null : new Location(latitude, row.getDouble("longitude"));
    }

    /** The arguments of {@code put_place.sql}. */
    static Tuple arguments(Place place) {
        Location location = place.location();
        return Tuple.from(new @Nullable Object[] {
            place.id(),
            place.type().name(),
            place.parentId(),
            place.name(),
            place.timeZone(),
            place.capacity() == LotRules.UNLIMITED ? null : (Integer) place.capacity(),
            place.status().name(),
            place.passback().name(),
            place.minAssurance().name(),
            place.admitTransients(),
            place.noOpenSession().name(),
            place.revokedExit().name(),
            place.fullPolicy().name(),
            place.passageTimeoutS(),
            place.operatorId(),
            place.isPublic(),
            place.stalePack().name(),
            location == null ? null : (Double) location.latitude(),
            location == null ? null : (Double) location.longitude()
        });
    }

    static Lane lane(Row row) {
        return new Lane(
                row.getString("id"),
                row.getString("lot_id"),
                LaneDirection.valueOf(row.getString("direction")),
                row.getBoolean("confirm_passage"));
    }

    private static List<LotRules.Pool> pools(JsonArray rows) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .map(row -> new LotRules.Pool(
                        row.getString("id"),
                        row.getInteger("spaces"),
                        LotRules.Pool.Policy.valueOf(row.getString("policy"))))
                .toList();
    }
}
