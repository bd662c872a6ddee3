package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import parkgate.core.access.Lane;

/** What other features have a lane told in the answer to its heartbeat. */
public interface HeartbeatAnswers {
    /**
     * Fields that go into the answer: {@code packVersion}, {@code offlineEntries}. Must not wait for PostgreSQL longer than
     * the lane would; when it fails the answer goes without them.
     */
    Future<JsonObject> of(Lane lane);
}
