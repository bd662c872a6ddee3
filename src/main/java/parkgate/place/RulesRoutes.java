package parkgate.place;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import parkgate.audit.By;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Rfc3339;
import parkgate.http.Scope;
import parkgate.postgres.Database;

/**
 * {@code GET /v1/places/{lotId}/rules}: what rules are in force, which come next, when the count was last set by hand; of a public lot to
 * anyone. {@code PUT} and {@code DELETE …/rules/next}: announces rules, or takes that back.
 */
public final class RulesRoutes {
    /** How old an answer to who has no key may be. */
    private static final Duration OPEN_AGE = Duration.ofSeconds(2);

    /** Answers to them that are kept. */
    private static final int OPEN_ANSWERS = 5_000;

    /** Nobody announces further ahead. */
    private static final Duration FURTHEST = Duration.ofDays(3_660);

    private final PlaceDirectory places;
    private final PgRules stored;
    private final Scope scope;
    private final InstantSource clock;
    private final Cache<String, Future<Reply>> open;

    public RulesRoutes(Database database, PlaceDirectory places, InstantSource clock) {
        this.places = places;
        this.stored = new PgRules(database.pool());
        this.scope = new Scope(places);
        this.clock = clock;
        this.open = Caffeine.newBuilder()
                .maximumSize(OPEN_ANSWERS)
                .expireAfterWrite(OPEN_AGE)
                .ticker(() -> clock.millis() * 1_000_000)
                .build();
    }

    /** Answers these operations. */
    public void mount(Api api) {
        Access change = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("getRules", Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN).orWithoutKey(), this::get)
                .on("announceRules", change, this::announce)
                .on("withdrawRules", change, this::withdraw);
    }

    private Future<Reply> get(Call call) {
        String lotId = call.path("lotId");
        Caller caller = call.callerIfAny();
        return caller == null
                ? toAnyone(lotId)
                : lot(caller, lotId).compose(lot -> rules(lotId)).map(rules -> Reply.of(200, rules));
    }

    private Future<Reply> toAnyone(String lotId) {
        if (places.place(lotId)
                .filter(place -> place.type() == PlaceType.LOT && place.isPublic())
                .isEmpty()) {
            throw Problem.notFound("There is no such lot, or it is not open to all.");
        }
        Future<Reply> known = open.getIfPresent(lotId);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<Reply> asked =
                rules(lotId).map(rules -> Reply.of(200, rules).with("Cache-Control", "public, max-age=2"));
        open.put(lotId, asked);
        return asked;
    }

    private Future<JsonObject> rules(String lotId) {
        Instant now = clock.instant();
        return stored.find(lotId).map(found -> found.orElseThrow(() -> Problem.notFound("There is no such lot."))
                .put("asOf", now.toString()));
    }

    private Future<Reply> announce(Call call) {
        String lotId = call.path("lotId");
        Instant now = clock.instant();
        Instant from = Rfc3339.moment(call.body().getString("effectiveFrom"))
                .filter(moment -> moment.isAfter(now) && moment.isBefore(now.plus(FURTHEST)))
                .orElseThrow(() -> Problem.invalid("/effectiveFrom", "is not a time ahead, within ten years"));
        return lot(call.caller(), lotId)
                .compose(lot -> stored.announce(AnnouncedJson.rules(lot, call.body()), from, now, By.of(call)))
                .compose(made -> rules(lotId).map(rules -> Reply.of(made ? 201 : 200, rules)));
    }

    private Future<Reply> withdraw(Call call) {
        String lotId = call.path("lotId");
        return lot(call.caller(), lotId)
                .compose(lot -> stored.withdraw(lotId, By.of(call)))
                .map(gone -> {
                    if (!gone) {
                        throw Problem.notFound("No rules are announced for this lot.");
                    }
                    return Reply.empty(204);
                });
    }

    private Future<Place> lot(Caller caller, String id) {
        return places.findPlace(id).map(found -> {
            scope.require(caller, id);
            Place place = found.filter(one -> one.type() == PlaceType.LOT)
                    .orElseThrow(() -> Problem.notFound("There is no such lot."));
            return place;
        });
    }
}
