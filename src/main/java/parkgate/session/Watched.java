package parkgate.session;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What who watches a lot is sent: a scan, or a barrier that somebody opened by hand. */
interface Watched {
    /** The event's id, of one lot's unlike any other. */
    String id();

    /** The event's name. */
    String event();

    String lotId();

    Instant receivedTime();

    /** As the contract writes it. */
    JsonObject json();
}
