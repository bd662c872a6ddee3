package parkgate.scan;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LotRules;

/** A decision as the lane is told: for its program, and in two lines for its display. */
final class ScanBody {
    private ScanBody() {}

    static JsonObject of(Decision decision, LotRules rules) {
        return decision instanceof Decision.Granted granted
                ? granted(granted, rules)
                : denied((Decision.Denied) decision, rules);
    }

    private static JsonObject granted(Decision.Granted granted, LotRules rules) {
        JsonObject body = new JsonObject()
                .put("decision", "GRANTED")
                .put("reason", Reason.OK.name())
                .put("decisionId", granted.decisionId())
                .put("replayed", granted.replayed())
                .put("direction", granted.direction().name())
                .put("durability", granted.durability().name())
                .put("sessionId", granted.sessionId())
                .put("rightId", granted.rightId().isEmpty() ? null : granted.rightId());
        if (granted.deadlineMs() != 0) {
            body.put("passage", new JsonObject().put("expiresAt", time(granted.deadlineMs())));
        }
        boolean in = granted.direction() == Direction.ENTRY;
        return body.put("occupancy", occupancy(granted.counts(), rules))
                .put(
                        "display",
                        display(in ? "Welcome" : "Goodbye", in ? spaces(granted.counts(), rules) : "Drive safely"));
    }

    private static JsonObject denied(Decision.Denied denied, LotRules rules) {
        JsonObject body = new JsonObject()
                .put("decision", "DENIED")
                .put("reason", denied.reason().name())
                .put("decisionId", denied.decisionId().toString())
                .put("replayed", false)
                .put("direction", denied.direction().name());
        if (denied.counts() != null) {
            body.put("occupancy", occupancy(denied.counts(), rules));
        }
        return body.put("display", display("Sorry", words(denied.reason())));
    }

    private static JsonObject occupancy(Counts counts, LotRules rules) {
        return new JsonObject()
                .put("capacity", rules.capacity() == LotRules.UNLIMITED ? null : rules.capacity())
                .put("currentCount", counts.current())
                .put("available", available(counts, rules))
                .put("updatedAt", time(counts.atMs()));
    }

    private static @Nullable Integer available(Counts counts, LotRules rules) {
        return rules.capacity() == LotRules.UNLIMITED ? null : Math.max(0, rules.capacity() - counts.current());
    }

    private static String spaces(Counts counts, LotRules rules) {
        Integer available = available(counts, rules);
        return available == null ? "Please drive in" : available == 1 ? "1 space free" : available + " spaces free";
    }

    private static JsonObject display(String line1, String line2) {
        return new JsonObject().put("line1", line1).put("line2", line2);
    }

    private static String time(long ms) {
        return Instant.ofEpochMilli(ms).toString();
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case OK -> "Please drive on";
            case MALFORMED -> "This is not a parking code";
            case BAD_SIGNATURE -> "This code is not genuine";
            case UNKNOWN_CREDENTIAL -> "This code is not known";
            case NOT_YET_ACTIVE -> "This code is not valid yet";
            case EXPIRED -> "This code has expired";
            case REVOKED -> "This code was withdrawn";
            case REPLACED -> "A newer code replaces this";
            case STALE_CODE -> "Please show the current code";
            case REPLAYED -> "This code was just used";
            case ASSURANCE_TOO_LOW -> "Please use the app here";
            case NO_RIGHT_HERE -> "No right to park here";
            case LANE_NOT_ALLOWED -> "Please use another lane";
            case OUT_OF_TIME_RANGE -> "Not valid at this time";
            case PASSBACK -> "This code is already inside";
            case NO_OPEN_SESSION -> "No entry found, please call";
            case LOT_FULL -> "The lot is full";
            case POOL_FULL -> "Your group's spaces are full";
            case LOT_CLOSED -> "The lot is closed";
            case PAYMENT_REQUIRED -> "Please pay first";
            case PLATE_MISMATCH -> "Another car is expected";
            case NO_VEHICLE_PRESENT -> "Please drive up to the gate";
            case LOCKED_OUT -> "Locked, please call";
            case USED_UP -> "All uses are taken";
            case INSIDE_ELSEWHERE -> "This code is in another lot";
            case NOT_RECORDABLE -> "Please wait a moment";
        };
    }
}
