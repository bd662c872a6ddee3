package parkgate.occupancy;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Server-sent events (WHATWG HTML, 9.2) as they stand on the wire.
 *
 * <pre>
 * occupancy  id: when it was read, unix ms; data: the lot's Occupancy with its name and status, absolute
 * gone       data: {placeId}: the lot is no longer among the watched
 * message    data: {placeId}: somebody asked something about the lot, or was answered; to who runs it only
 * alarm      data: {placeId}: an alarm of the lot began or ended; to who runs it only
 * asOf       data: {asOf}: every value sent was true then or later; each few seconds, also when nothing changes
 * </pre>
 *
 * A client that comes back gets the present value of every lot, which is right whatever its {@code Last-Event-ID} was.
 */
final class EventText {
    private EventText() {}

    static String occupancy(Lot lot, Occupancy value, long readAtMs) {
        JsonObject data = value.json().put("name", lot.name()).put("status", lot.status());
        return "id: " + readAtMs + "\nevent: occupancy\ndata: " + data.encode() + "\n\n";
    }

    static String gone(String lotId) {
        return "event: gone\ndata: " + new JsonObject().put("placeId", lotId).encode() + "\n\n";
    }

    static String notice(Notice notice, String lotId) {
        return "event: " + notice.event() + "\ndata: "
                + new JsonObject().put("placeId", lotId).encode() + "\n\n";
    }

    static String asOf(long asOfMs) {
        return "event: asOf\ndata: "
                + new JsonObject()
                        .put("asOf", Instant.ofEpochMilli(asOfMs).toString())
                        .encode() + "\n\n";
    }
}
