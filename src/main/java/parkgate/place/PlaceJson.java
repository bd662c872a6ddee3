package parkgate.place;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.Location;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.http.Problem;
import parkgate.http.TimeZoneName;

/** Places, lanes and pools as the API writes them. What a request leaves out takes the default named here. */
final class PlaceJson {
    private PlaceJson() {}

    /**
     * The place that a body describes, which is valid by the contract.
     *
     * @throws Problem 422 for what the contract cannot say: no such time zone, a top without or another level with no parent
     */
    static Place place(String id, JsonObject body) {
        PlaceType type = PlaceType.valueOf(body.getString("type"));
        String parentId = body.getString("parentId");
        if ((type.parent() == null) != (parentId == null)) {
            throw Problem.invalid(
                    "/parentId",
                    type.parent() == null
                            ? "a CITY has no parent"
                            : "is needed: a " + type + " lies in a " + type.parent());
        }
        Integer capacity = body.getInteger("capacity");
        return new Place(
                id,
                type,
                parentId,
                body.getString("name"),
                zone(body.getString("timeZone")),
                capacity == null ? LotRules.UNLIMITED : capacity,
                one(LotRules.Status.class, body, "status", LotRules.Status.OPEN),
                one(LotRules.Passback.class, body, "passback", LotRules.Passback.HARD),
                one(CodeClass.class, body, "minAssurance", CodeClass.S),
                is(body, "admitTransients", false),
                one(LotRules.NoOpenSession.class, body, "noOpenSession", LotRules.NoOpenSession.OPEN_AND_FLAG),
                one(LotRules.RevokedExit.class, body, "revokedExit", LotRules.RevokedExit.OPEN_AND_FLAG),
                one(LotRules.FullPolicy.class, body, "fullPolicy", LotRules.FullPolicy.HARD),
                one(StalePack.class, body, "stalePack", StalePack.ALWAYS_RIGHTS),
                whole(body, "passageTimeoutSeconds", 60),
                body.getString("operatorId"),
                is(body, "public", false),
                location(body.getJsonObject("location")),
                List.of(),
                0,
                Instant.EPOCH);
    }

    private static @Nullable String zone(@Nullable String name) {
        if (name != null && !ZoneId.getAvailableZoneIds().contains(name)) {
            throw Problem.invalid("/timeZone", "is not a time zone of the IANA list, such as Asia/Shanghai");
        }
        return name;
    }

    private static @Nullable Location location(@Nullable JsonObject body) {
        return body == null ? null : new Location(body.getDouble("latitude"), body.getDouble("longitude"));
    }

    private static <E extends Enum<E>> E one(Class<E> type, JsonObject body, String field, E otherwise) {
        String word = body.getString(field);
        return word == null ? otherwise : Enum.valueOf(type, word);
    }

    private static boolean is(JsonObject body, String field, boolean otherwise) {
        Boolean value = body.getBoolean(field);
        return value == null ? otherwise : value;
    }

    private static int whole(JsonObject body, String field, int otherwise) {
        Integer value = body.getInteger(field);
        return value == null ? otherwise : value;
    }

    /** @param zone its own time zone, or the inherited one */
    static JsonObject of(Place place, ZoneId zone) {
        JsonObject json = new JsonObject()
                .put("placeId", place.id())
                .put("type", place.type().name())
                .put("parentId", place.parentId())
                .put("name", place.name())
                .put("timeZone", TimeZoneName.of(zone))
                .put("capacity", place.capacity() == LotRules.UNLIMITED ? null : place.capacity())
                .put("status", place.status().name())
                .put("passback", place.passback().name())
                .put("minAssurance", place.minAssurance().name())
                .put("admitTransients", place.admitTransients())
                .put("noOpenSession", place.noOpenSession().name())
                .put("revokedExit", place.revokedExit().name())
                .put("fullPolicy", place.fullPolicy().name())
                .put("stalePack", place.stalePack().name())
                .put("passageTimeoutSeconds", place.passageTimeoutS())
                .put("operatorId", place.operatorId())
                .put("public", place.isPublic())
                .put("location", of(place.location()))
                .put("createdAt", place.createdAt().toString());
        if (place.type() == PlaceType.LOT) {
            JsonArray pools = new JsonArray();
            place.pools().forEach(pool -> pools.add(of(pool)));
            json.put("pools", pools);
        }
        return json;
    }

    private static @Nullable JsonObject of(@Nullable Location location) {
        return location == null
                ? null
                : new JsonObject().put("latitude", location.latitude()).put("longitude", location.longitude());
    }

    static Lane lane(String lotId, String laneId, JsonObject body) {
        return new Lane(
                laneId, lotId, LaneDirection.valueOf(body.getString("direction")), is(body, "confirmPassage", true));
    }

    static JsonObject of(Lane lane, @Nullable String fromArea, @Nullable String toArea) {
        return new JsonObject()
                .put("laneId", lane.id())
                .put("placeId", lane.lotId())
                .put("direction", lane.direction().name())
                .put("fromArea", fromArea)
                .put("toArea", toArea)
                .put("confirmPassage", lane.confirmPassage());
    }

    static LotRules.Pool pool(String poolId, JsonObject body) {
        return new LotRules.Pool(
                poolId,
                body.getInteger("spaces"),
                one(LotRules.Pool.Policy.class, body, "policy", LotRules.Pool.Policy.HARD));
    }

    static JsonObject of(LotRules.Pool pool) {
        return new JsonObject()
                .put("poolId", pool.id())
                .put("spaces", pool.spaces())
                .put("policy", pool.policy().name());
    }
}
