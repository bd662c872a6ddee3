package parkgate.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LotRules;
import parkgate.core.access.PoolCount;

/**
 * A decision as the lane is told: for its program, and in two lines for its display. Written out, since a gate waits for it:
 * whatever stands in it is an id, a number, or a word of ours, and none of these needs an escape.
 */
final class ScanBody {
    /** Of a grant with everything in it; most answers are shorter. */
    private static final int CHARACTERS = 512;

    private ScanBody() {}

    /** JSON, as the contract's {@code ScanDecision} has it. */
    static String of(Decision decision, LotRules rules) {
        StringBuilder out = new StringBuilder(CHARACTERS);
        if (decision instanceof Decision.Granted granted) {
            granted(out, granted, rules);
        } else {
            denied(out, (Decision.Denied) decision, rules);
        }
        return out.append('}').toString();
    }

    private static void granted(StringBuilder out, Decision.Granted granted, LotRules rules) {
        head(out, "GRANTED", Reason.OK, granted.decisionId(), granted.replayed(), granted.direction());
        out.append(",\"durability\":\"").append(granted.durability().name());
        out.append("\",\"sessionId\":\"").append(granted.sessionId());
        out.append("\",\"rightId\":");
        if (granted.rightId().isEmpty()) {
            out.append("null");
        } else {
            out.append('"').append(granted.rightId()).append('"');
        }
        if (granted.deadlineMs() != 0) {
            out.append(",\"passage\":{\"expiresAt\":\"")
                    .append(time(granted.deadlineMs()))
                    .append("\"}");
        }
        boolean in = granted.direction() == Direction.ENTRY;
        occupancy(out, granted.counts(), rules);
        display(out, in ? "Welcome" : "Goodbye", in ? spaces(granted.counts(), rules) : "Drive safely");
    }

    private static void denied(StringBuilder out, Decision.Denied denied, LotRules rules) {
        head(out, "DENIED", denied.reason(), denied.decisionId().toString(), false, denied.direction());
        Counts counts = denied.counts();
        if (counts != null) {
            occupancy(out, counts, rules);
        }
        PoolCount pool = denied.pool();
        if (pool == null) {
            display(out, "Sorry", words(denied.reason()));
        } else {
            out.append(",\"pool\":{\"poolId\":\"").append(pool.poolId());
            out.append("\",\"spaces\":").append(pool.spaces());
            out.append(",\"taken\":").append(pool.taken()).append('}');
            display(out, "Sorry", "Pool full: " + pool.taken() + " of " + pool.spaces());
        }
    }

    private static void head(
            StringBuilder out,
            String decision,
            Reason reason,
            String decisionId,
            boolean replayed,
            Direction direction) {
        out.append("{\"decision\":\"").append(decision);
        out.append("\",\"reason\":\"").append(reason.name());
        out.append("\",\"decisionId\":\"").append(decisionId);
        out.append("\",\"replayed\":").append(replayed);
        out.append(",\"direction\":\"").append(direction.name()).append('"');
    }

    private static void occupancy(StringBuilder out, Counts counts, LotRules rules) {
        out.append(",\"occupancy\":{\"capacity\":");
        if (rules.capacity() == LotRules.UNLIMITED) {
            out.append("null");
        } else {
            out.append(rules.capacity());
        }
        out.append(",\"currentCount\":").append(counts.current());
        out.append(",\"available\":").append(available(counts, rules));
        out.append(",\"updatedAt\":\"").append(time(counts.atMs())).append("\"}");
    }

    private static void display(StringBuilder out, String line1, String line2) {
        out.append(",\"display\":{\"line1\":\"").append(line1);
        out.append("\",\"line2\":\"").append(line2).append("\"}");
    }

    private static @Nullable Integer available(Counts counts, LotRules rules) {
        return rules.capacity() == LotRules.UNLIMITED ? null : Math.max(0, rules.capacity() - counts.current());
    }

    private static String spaces(Counts counts, LotRules rules) {
        Integer available = available(counts, rules);
        return available == null ? "Please drive in" : available == 1 ? "1 space free" : available + " spaces free";
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
