package parkgate.place;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import parkgate.audit.By;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;

/** {@code PUT /v1/places/{lotId}/lanes/{laneId}}, {@code PUT /v1/places/{lotId}/pools/{poolId}}. */
public final class LotRoutes {
    /** What stands for the street where an area is named. */
    private static final String OUTSIDE = "0";

    private final PlaceDirectory places;
    private final PgPlaces stored;
    private final ChangeFeed feed;
    private final Scope scope;

    public LotRoutes(Database database, PlaceDirectory places, ChangeFeed feed) {
        this.places = places;
        this.stored = new PgPlaces(database.pool());
        this.feed = feed;
        this.scope = new Scope(places);
    }

    /** Answers these operations. */
    public void mount(Api api) {
        Access change = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("putLane", change, this::putLane).on("putPool", change, this::putPool);
    }

    /** {@code PUT /v1/places/{lotId}/lanes/{laneId}}. */
    private Future<Reply> putLane(Call call) {
        JsonObject body = call.body();
        return lot(call).compose(lotId -> {
            Lane lane = PlaceJson.lane(lotId, call.path("laneId"), body);
            requireArea(lotId, "fromArea", body);
            requireArea(lotId, "toArea", body);
            if (places.lane(lane.id()).isEmpty() && places.lanes() >= PlaceDirectory.MAX_LANES) {
                throw Problem.conflict("too-many-lanes", "No more lanes can be made");
            }
            return stored.putLane(lane, body.getString("fromArea"), body.getString("toArea"), By.of(call))
                    .compose(put -> feed.applyOwn().map(put))
                    .map(put -> reply(put, laneJson(lane, body)));
        });
    }

    private static JsonObject laneJson(Lane lane, JsonObject body) {
        return PlaceJson.of(lane, body.getString("fromArea"), body.getString("toArea"));
    }

    private void requireArea(String lotId, String field, JsonObject body) {
        String area = body.getString(field);
        if (area != null && !area.equals(OUTSIDE) && !isAreaOf(lotId, area)) {
            throw Problem.invalid("/" + field, "is not an area of this lot; 0 is outside");
        }
    }

    private boolean isAreaOf(String lotId, String area) {
        return places.place(area)
                .filter(place -> place.type() == PlaceType.AREA && lotId.equals(place.parentId()))
                .isPresent();
    }

    /** {@code PUT /v1/places/{lotId}/pools/{poolId}}. */
    private Future<Reply> putPool(Call call) {
        LotRules.Pool pool = PlaceJson.pool(call.path("poolId"), call.body());
        return lot(call).compose(lotId -> stored.putPool(lotId, pool, By.of(call))
                .compose(put -> feed.applyOwn().map(put))
                .map(put -> reply(put, PlaceJson.of(pool).put("placeId", lotId))));
    }

    /** The lot that the call names and its key is for; fails with 403, 404, or 409 when the place is no lot. */
    private Future<String> lot(Call call) {
        String id = call.path("lotId");
        return places.findPlace(id).map(found -> {
            scope.require(call.caller(), id);
            Place place = found.orElseThrow(() -> Problem.notFound("There is no such place."));
            if (place.type() != PlaceType.LOT) {
                throw Problem.conflict("not-a-lot", "Only a lot has lanes and pools");
            }
            return id;
        });
    }

    private static Reply reply(PgPlaces.Put put, JsonObject body) {
        return switch (put) {
            case MADE -> Reply.of(201, body);
            case REPLACED -> Reply.of(200, body);
            case TAKEN -> throw Problem.conflict("lane-taken", "A lane of another lot has this id");
        };
    }
}
