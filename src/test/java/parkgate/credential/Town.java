package parkgate.credential;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Scope;
import parkgate.place.PlaceDirectory;
import parkgate.place.PlaceRoutes;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.right.RightPlaces;
import parkgate.right.RightRoutes;
import parkgate.signing.KeyRing;
import parkgate.signing.SignatureLibrary;
import parkgate.testing.ApiServer;
import parkgate.testing.ApiServer.Answer;
import parkgate.testing.Await;

/** Credentials and rights behind the API, with the places and keys of {@link CredentialScopeIT}. */
final class Town implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.fixed(Instance.START);

    final String uri;
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final ChangeFeed feed;
    private final ApiServer api;

    Town(String uri, KeyRing keys) {
        this.uri = uri;
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        database = Database.open(vertx, uri, 4);
        feed = new ChangeFeed(database, CLOCK, meters);
        PlaceDirectory places = new PlaceDirectory(database, feed, meters);
        CredentialFeature credentials =
                new CredentialFeature(vertx, database, feed, keys, new SecureRandom(), CLOCK, meters);
        Await.result(feed.open().compose(x -> places.load()).compose(x -> credentials.load()));
        feed.follow();
        api = new ApiServer(vertx, to -> {
            new PlaceRoutes(database, places, feed).mount(to);
            new RightRoutes(database, known(places), places, feed, CLOCK, UUID::randomUUID).mount(to);
            credentials.mount(to, SignatureLibrary.best(), new Scope(places), "https://parking.example");
        });
        place("c", "{'type':'CITY','name':'City'}");
        place("d", "{'type':'DISTRICT','parentId':'c','name':'District'}");
        place("e", "{'type':'DISTRICT','parentId':'c','name':'Other district'}");
        place("l", "{'type':'LOT','parentId':'d','name':'Lot','operatorId':'o'}");
        place("m", "{'type':'LOT','parentId':'d','name':'Other lot','operatorId':'p'}");
        place("n", "{'type':'LOT','parentId':'e','name':'Third lot','operatorId':'o'}");
        for (String place : Set.of("c", "d", "e", "l", "m", "n")) {
            key(place, new Caller(place, KeyKind.OPS, null, null, place, null));
        }
        for (String operator : Set.of("o", "p")) {
            key(operator, new Caller(operator, KeyKind.OPS, null, null, null, operator));
        }
    }

    private static RightPlaces known(PlaceDirectory places) {
        return new RightPlaces() {
            @Override
            public Future<Optional<Known>> find(String placeId) {
                return places.findPlace(placeId).map(found -> found.map(place -> new Known(place.id(), Set.of())));
            }

            @Override
            public Collection<String> ids() {
                return places.ids();
            }
        };
    }

    /** From now on {@code token} is this caller's key. */
    void key(String token, Caller caller) {
        api.key(token, caller);
    }

    void place(String id, String json) {
        api.send("PUT", "/v1/places/" + id, new JsonObject(json.replace('\'', '"')));
    }

    Answer right(String key, String credentialId, String placeId) {
        return send(
                key,
                "POST",
                "/v1/rights",
                new JsonObject()
                        .put("credentialId", credentialId)
                        .put("placeId", placeId)
                        .put("type", "PERMIT"));
    }

    Answer get(String key, String path) {
        return send(key, "GET", path, new JsonObject());
    }

    Answer post(String key, String path) {
        return send(key, "POST", path, new JsonObject());
    }

    Answer send(String key, String method, String path, JsonObject body) {
        return api.send(key, method, path, body);
    }

    @Override
    public void close() {
        api.close();
        Await.result(feed.close());
        Await.result(database.close());
        Await.result(vertx.close());
    }
}
