package parkgate.right;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.access.RightsAtLot;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.PlaceTree;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.right.AssignedRight.Terms;

/**
 * {@code POST} and {@code GET /v1/rights}, {@code GET}, {@code PATCH}, {@code DELETE /v1/rights/{rightId}}. A right's ETag
 * is its version; PATCH needs it in {@code If-Match}. A key may see and change rights at the places that it is for.
 */
public final class RightRoutes {
    private static final Access SEE = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
    private static final Access CHANGE = Access.of(KeyKind.OPS, KeyKind.ADMIN);

    private final PgRights stored;
    private final RightPlaces places;
    private final PlaceTree tree;
    private final Scope scope;
    private final ChangeFeed feed;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids fresh ones, that nobody can guess */
    public RightRoutes(
            Database database,
            RightPlaces places,
            PlaceTree tree,
            ChangeFeed feed,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.stored = new PgRights(database.pool());
        this.places = places;
        this.tree = tree;
        this.scope = new Scope(tree);
        this.feed = feed;
        this.clock = clock;
        this.ids = ids;
    }

    /** Answers these operations. */
    public void mount(Api api) {
        api.on("createRight", CHANGE, this::give)
                .on("listRights", SEE, this::list)
                .on("getRight", SEE, this::get)
                .on("patchRight", CHANGE, this::change)
                .on("deleteRight", CHANGE, this::delete);
    }

    /** {@code POST /v1/rights}. */
    private Future<Reply> give(Call call) {
        Terms terms = RightJson.terms(call.body());
        String credentialId = call.body().getString("credentialId");
        String placeId = call.body().getString("placeId");
        return places.find(placeId)
                .compose(place -> {
                    scope.require(call.caller(), placeId);
                    requirePool(place.orElseThrow(() -> Problem.invalid("/placeId", "there is no such place")), terms);
                    return stored.give(
                            ids.get(),
                            credentialId,
                            (issuerPlace, issuerOperator) ->
                                    scope.coversBinding(call.caller(), issuerPlace, issuerOperator),
                            placeId,
                            terms,
                            clock.instant(),
                            By.of(call));
                })
                .recover(RightRoutes::explained)
                .map(given -> given.orElseThrow(() -> Problem.invalid("/credentialId", "there is no such credential")))
                .compose(given -> feed.applyOwn().map(shown(201, given)));
    }

    private static void requirePool(RightPlaces.Known place, Terms terms) {
        if (terms.poolId() != null && !place.poolIds().contains(terms.poolId())) {
            throw Problem.invalid("/poolId", "is not a pool of this place; only lots have pools");
        }
    }

    private static <T> Future<T> explained(Throwable failure) {
        if (failure instanceof PgRights.TooMany) {
            return Future.failedFuture(Problem.conflict("too-many-rights", "The credential holds too many rights")
                    .detail("At most " + RightsAtLot.MAX_RIGHTS + " that have not ended; end or delete one first."));
        }
        if (failure instanceof PgRights.Replaced) {
            // The answer would name the newer one, and who was only given the old number is not to have that.
            return Future.failedFuture(
                    Problem.conflict("credential-replaced", "Another credential was issued in its place")
                            .detail("Ask its holder for the new one."));
        }
        return Future.failedFuture(failure);
    }

    /** {@code GET /v1/rights/{rightId}}. */
    private Future<Reply> get(Call call) {
        return right(call).map(right -> shown(200, right));
    }

    /** {@code PATCH /v1/rights/{rightId}}. */
    private Future<Reply> change(Call call) {
        String ifMatch = call.header("If-Match");
        if (ifMatch == null) {
            throw Problem.of(428, "if-match-needed", "If-Match is needed")
                    .detail("Read the right and send its ETag in If-Match, so that nobody's change is lost.");
        }
        return right(call)
                .compose(right -> {
                    if (!EntityTag.matches(ifMatch, right.version())) {
                        throw Problem.changedMeanwhile();
                    }
                    Terms terms = RightJson.merged(call.body(), right.terms());
                    return places.find(right.placeId()).compose(place -> {
                        requirePool(place.orElseThrow(Problem::changedMeanwhile), terms);
                        return stored.change(right, terms, clock.instant(), By.of(call));
                    });
                })
                .recover(RightRoutes::explained)
                .map(changed -> changed.orElseThrow(Problem::changedMeanwhile))
                .compose(changed -> feed.applyOwn().map(shown(200, changed)));
    }

    /** {@code DELETE /v1/rights/{rightId}}; with {@code If-Match} only the version that it names. */
    private Future<Reply> delete(Call call) {
        String ifMatch = call.header("If-Match");
        return right(call)
                .compose(right -> {
                    if (ifMatch != null && !EntityTag.matches(ifMatch, right.version())) {
                        throw Problem.changedMeanwhile();
                    }
                    return stored.delete(right.id(), ifMatch == null ? null : (Long) right.version(), By.of(call));
                })
                .compose(deleted -> {
                    if (!deleted) {
                        throw ifMatch == null ? noSuchRight() : Problem.changedMeanwhile();
                    }
                    return feed.applyOwn().map(Reply.empty(204));
                });
    }

    /** {@code GET /v1/rights?credentialId=&placeId=}. */
    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        if (page.after() != null && uuid(page.after().id()).isEmpty()) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
        String placeId = call.query("placeId");
        if (placeId != null) {
            scope.require(call.caller(), placeId);
        }
        return stored.list(call.query("credentialId"), within(call.caller(), placeId), page)
                .map(rights -> page.reply(
                        rights,
                        RightJson::of,
                        right -> new Cursor(right.createdAt(), right.id().toString())));
    }

    private @Nullable Collection<String> within(Caller caller, @Nullable String placeId) {
        if (placeId != null) {
            return places.ids().stream().filter(id -> tree.covers(placeId, id)).toList();
        }
        return caller.kind() == KeyKind.ADMIN ? null : scope.placesOf(caller);
    }

    /** The right that the call names, at a place that its key is for. */
    private Future<AssignedRight> right(Call call) {
        UUID id = uuid(call.path("rightId")).orElseThrow(RightRoutes::noSuchRight);
        return stored.get(id).map(found -> {
            AssignedRight right = found.orElseThrow(RightRoutes::noSuchRight);
            scope.require(call.caller(), right.placeId());
            return right;
        });
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static Problem noSuchRight() {
        return Problem.notFound("There is no such right.");
    }

    private static Reply shown(int status, AssignedRight right) {
        return Reply.of(status, RightJson.of(right)).with("ETag", EntityTag.of(right.version()));
    }
}
