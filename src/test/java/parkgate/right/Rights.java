package parkgate.right;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import parkgate.core.access.LotRules;
import parkgate.place.LotRoutes;
import parkgate.place.PlaceDirectory;
import parkgate.place.PlaceRoutes;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.testing.ApiServer;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;

/**
 * One instance's rights behind its API, with the places that they name, on a database that instances may share: a city c,
 * in it a district d with the lots l and m.
 */
final class Rights implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final String uri;
    final Database database;
    final ChangeFeed feed;
    final PlaceDirectory places;
    final RecentRights recent;
    final RightsReader reader;
    final ApiServer api;

    Rights(String uri) {
        this.uri = uri;
        InstantSource clock = InstantSource.fixed(NOW);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        database = Database.open(vertx, uri, 4);
        feed = new ChangeFeed(database, clock, metrics);
        places = new PlaceDirectory(database, feed, metrics);
        recent = new RecentRights(database, feed, metrics);
        reader = new RightsReader(vertx, database, recent, clock, metrics);
        Await.result(feed.open().compose(x -> places.load()).compose(x -> recent.load()));
        feed.follow();
        api = new ApiServer(vertx, to -> {
            new PlaceRoutes(database, places, feed).mount(to);
            new LotRoutes(database, places, feed).mount(to);
            new RightRoutes(database, rightPlaces(), places, feed, clock, UUID::randomUUID).mount(to);
            new ImportRoutes(vertx, database, rightPlaces(), places, feed, clock, UUID::randomUUID, metrics).mount(to);
        });
    }

    private RightPlaces rightPlaces() {
        return new RightPlaces() {
            @Override
            public Future<Optional<Known>> find(String placeId) {
                return places.findPlace(placeId)
                        .map(found -> found.map(place -> new Known(
                                place.id(),
                                place.pools().stream().map(LotRules.Pool::id).collect(Collectors.toSet()))));
            }

            @Override
            public Collection<String> ids() {
                return places.ids();
            }
        };
    }

    void makeLots() {
        place("c", "{'type':'CITY','name':'City','timeZone':'Asia/Shanghai'}");
        place("d", "{'type':'DISTRICT','parentId':'c','name':'District'}");
        place("l", "{'type':'LOT','parentId':'d','name':'Lot','operatorId':'o'}");
        place("m", "{'type':'LOT','parentId':'d','name':'Other lot'}");
        place("l/pools/p", "{'spaces':2}");
    }

    void place(String path, String json) {
        api.send("PUT", "/v1/places/" + path, new JsonObject(json.replace('\'', '"')));
    }

    ApiServer.Answer give(String json) {
        return api.send("POST", "/v1/rights", new JsonObject(json.replace('\'', '"')));
    }

    /** A printed credential, as issuing makes it. */
    void credential(String id, long index) {
        credential(id, id, index, null);
    }

    /** The credential that replaces another, as re-issuing makes it. */
    void reissued(String id, String root, long index, String replaces) {
        credential(id, root, index, replaces);
    }

    private void credential(String id, String root, long index, String replaces) {
        try (Connection connection = Jdbc.connect(uri);
                PreparedStatement row = connection.prepareStatement("""
                        insert into credential (id, root_id, type, status_index, not_before, expires_at, replaces)
                        values (?, ?, 'QR_PRINTED', ?, now(), now() + interval '1 year', ?)""");
                PreparedStatement change = connection.prepareStatement("select record_change('CREDENTIAL', ?)")) {
            row.setString(1, id);
            row.setString(2, root);
            row.setLong(3, index);
            row.setString(4, replaces);
            row.executeUpdate();
            change.setString(1, id);
            change.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    LotRules lot(String id) {
        return places.rules(id).orElseThrow();
    }

    @Override
    public void close() {
        api.close();
        Await.result(feed.close());
        Await.result(database.close());
        Await.result(vertx.close());
    }
}
