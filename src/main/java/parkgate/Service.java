package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import parkgate.http.HttpDoor;
import parkgate.occupancy.OccupancyFeature;
import parkgate.postgres.ChangeFeed;
import parkgate.redis.Redis;
import parkgate.scan.ScanFeature;

/** The service while it runs. */
final class Service implements Running {
    /** What is in flight has so long to be answered, milliseconds. */
    private static final long ANSWER_MS = 5_000;

    /** What was decided has so long to be recorded, milliseconds. */
    private static final long RECORD_MS = 8_000;

    private final Vertx vertx;
    private final HttpDoor door;
    private final String url;
    private final ScanFeature scan;
    private final OccupancyFeature occupancy;
    private final Redis redis;
    private final Redis marks;
    private final ChangeFeed feed;

    Service(
            Vertx vertx,
            HttpDoor door,
            String url,
            ScanFeature scan,
            OccupancyFeature occupancy,
            Redis redis,
            Redis marks,
            ChangeFeed feed) {
        this.vertx = vertx;
        this.door = door;
        this.url = url;
        this.scan = scan;
        this.occupancy = occupancy;
        this.redis = redis;
        this.marks = marks;
        this.feed = feed;
    }

    /** Where it answers, without a slash at the end. */
    String url() {
        return url;
    }

    int port() {
        return door.port();
    }

    @Override
    public Future<Void> drain() {
        return occupancy
                .close() // event streams would hold the door open
                .eventually(() -> door.close(ANSWER_MS))
                .eventually(() -> scan.drain(RECORD_MS));
    }

    @Override
    public Future<Void> close() {
        scan.close();
        return Future.join(feed.close(), redis.close(), marks.close())
                .eventually(vertx::close)
                .mapEmpty();
    }
}
