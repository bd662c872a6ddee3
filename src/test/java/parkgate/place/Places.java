package parkgate.place;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.testing.ApiServer;
import parkgate.testing.Await;

/** One instance's places behind its API, on a database that instances may share. */
final class Places implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Database database;
    final ChangeFeed feed;
    final PlaceDirectory directory;
    final ApiServer api;

    Places(String uri) {
        database = Database.open(vertx, uri, 4);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        feed = new ChangeFeed(database, InstantSource.system(), metrics);
        directory = new PlaceDirectory(database, feed, metrics);
        Await.result(feed.open().compose(x -> directory.load()));
        feed.follow();
        api = new ApiServer(vertx, to -> {
            new PlaceRoutes(database, directory, feed).mount(to);
            new LotRoutes(database, directory, feed).mount(to);
        });
    }

    ApiServer.Answer put(String path, String json) {
        return api.send("PUT", "/v1/places/" + path, new JsonObject(json));
    }

    /** A city c, its district d, and in it the lot l of the operator o. */
    void makeLot() {
        put("c", "{'type':'CITY','name':'City','timeZone':'Asia/Shanghai'}".replace('\'', '"'));
        put("d", "{'type':'DISTRICT','parentId':'c','name':'District'}".replace('\'', '"'));
        put("l", "{'type':'LOT','parentId':'d','name':'Lot','operatorId':'o','capacity':220}".replace('\'', '"'));
    }

    @Override
    public void close() {
        api.close();
        Await.result(feed.close());
        Await.result(database.close());
        Await.result(vertx.close());
    }
}
