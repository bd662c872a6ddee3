package parkgate.place;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import parkgate.audit.By;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;

/**
 * {@code PUT} and {@code GET /v1/places/{placeId}}, {@code GET /v1/places}.
 *
 * <pre>
 * PUT  body           422 no such time zone, parent missing or too many
 *      scope          403 a new place: of its parent; a new city: admin only
 *      place          409 of another type or parent, 422 parent unknown or of the wrong type
 *      write          201 made, 200 replaced; applied here before the answer
 * </pre>
 */
public final class PlaceRoutes {
    private static final Access SEE = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
    private static final Access CHANGE = Access.of(KeyKind.OPS, KeyKind.ADMIN);

    private final PlaceDirectory places;
    private final PgPlaces stored;
    private final ChangeFeed feed;
    private final Scope scope;

    public PlaceRoutes(Database database, PlaceDirectory places, ChangeFeed feed) {
        this.places = places;
        this.stored = new PgPlaces(database.pool());
        this.feed = feed;
        this.scope = new Scope(places);
    }

    /** Answers these operations. */
    public void mount(Api api) {
        api.on("putPlace", CHANGE, this::put).on("getPlace", SEE, this::get).on("listPlaces", SEE, this::list);
    }

    /** {@code PUT /v1/places/{placeId}}. */
    private Future<Reply> put(Call call) {
        Place wanted = PlaceJson.place(call.path("placeId"), call.body());
        String parentId = wanted.parentId();
        return places.findPlace(wanted.id())
                .compose(known -> known.isPresent() || parentId == null
                        ? Future.succeededFuture(known)
                        : places.findPlace(parentId).map(known))
                .compose(known -> {
                    known.ifPresentOrElse(
                            now -> requireReplaceable(call.caller(), now, wanted),
                            () -> requireMakeable(call.caller(), wanted));
                    return stored.putPlace(wanted, By.of(call));
                })
                .compose(put -> feed.applyOwn().map(put))
                .map(put -> switch (put) {
                    case MADE -> reply(201, wanted);
                    case REPLACED -> reply(200, wanted);
                    case TAKEN -> throw stands();
                });
    }

    private void requireReplaceable(Caller caller, Place now, Place wanted) {
        scope.require(caller, now.id());
        if (now.type() != wanted.type() || !Objects.equals(now.parentId(), wanted.parentId())) {
            throw stands();
        }
        requireOwnOperator(caller, wanted);
    }

    private void requireMakeable(Caller caller, Place wanted) {
        String parentId = wanted.parentId();
        if (parentId == null) {
            if (caller.kind() != KeyKind.ADMIN) {
                throw Problem.forbidden("A city is made with an admin key.");
            }
        } else {
            scope.require(caller, parentId);
            Place parent =
                    places.place(parentId).orElseThrow(() -> Problem.invalid("/parentId", "there is no such place"));
            if (parent.type() != wanted.type().parent()) {
                throw Problem.invalid(
                        "/parentId",
                        "a " + wanted.type() + " lies in a " + wanted.type().parent());
            }
        }
        requireOwnOperator(caller, wanted);
        if (places.all().size() >= PlaceDirectory.MAX_PLACES) {
            throw Problem.conflict("too-many-places", "No more places can be made");
        }
    }

    /** An operator's key must not hand a place to another operator, nor make one for it. */
    private static void requireOwnOperator(Caller caller, Place wanted) {
        String operator = caller.operatorId();
        boolean inherits = wanted.type() == PlaceType.AREA;
        if (operator != null && !inherits && !operator.equals(wanted.operatorId())) {
            throw Problem.forbidden("This key is for another operator.");
        }
    }

    private static Problem stands() {
        return Problem.conflict("place-stands", "A place's type and parent cannot change");
    }

    private Reply reply(int status, Place wanted) {
        Place now = places.place(wanted.id()).orElse(wanted);
        return Reply.of(status, PlaceJson.of(now, places.zone(now.id())));
    }

    /** {@code GET /v1/places/{placeId}}. */
    private Future<Reply> get(Call call) {
        String id = call.path("placeId");
        return places.findPlace(id).map(found -> {
            requireSeen(call.caller(), id, found);
            return reply(200, found.orElseThrow());
        });
    }

    private void requireSeen(Caller caller, String id, Optional<Place> found) {
        scope.require(caller, id);
        if (found.isEmpty()) {
            throw Problem.notFound("There is no such place.");
        }
    }

    /** {@code GET /v1/places?parentId=}: what lies in a place; without it, every place that the key is for. */
    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        String parentId = call.query("parentId");
        if (parentId == null) {
            return Future.succeededFuture(listed(
                    page,
                    places.all().stream()
                            .filter(place -> scope.covers(call.caller(), place.id()))
                            .toList()));
        }
        return places.findPlace(parentId).map(found -> {
            requireSeen(call.caller(), parentId, found);
            return listed(page, places.childrenOf(parentId));
        });
    }

    private Reply listed(Page page, List<Place> of) {
        Comparator<Place> newestFirst =
                Comparator.comparing(Place::createdAt).thenComparing(Place::id).reversed();
        Cursor after = page.after();
        Predicate<Place> follows = place -> after == null
                || place.createdAt().isBefore(after.time())
                || (place.createdAt().equals(after.time()) && place.id().compareTo(after.id()) < 0);
        List<Place> rows = of.stream()
                .filter(follows)
                .sorted(newestFirst)
                .limit(page.rows())
                .toList();
        return page.reply(
                rows,
                place -> PlaceJson.of(place, places.zone(place.id())),
                place -> new Cursor(place.createdAt(), place.id()));
    }
}
