package parkgate.core.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;

/**
 * The right by which a car came in that a lane admitted by itself, and what the entry rules would have said of it: rules 6 to
 * 9 of docs/protocol/RULES.md, asked of the moment at which the lane opened. Rights and status are those of today.
 *
 * @param right that covered the moment; null: a transient, or not known
 * @param flags what would have refused
 */
public record OfflineRight(@Nullable Right right, List<String> flags) {
    /** Its rights could not be read. */
    public static final String RIGHT_UNKNOWN = "RIGHT_UNKNOWN";

    public OfflineRight {
        flags = List.copyOf(flags);
    }

    /**
     * Judges an entry.
     *
     * @param rights of the credential at the lot; null when they could not be read
     * @param eventMs when the lane opened, unix milliseconds
     */
    public static OfflineRight of(@Nullable RightsAtLot rights, LotRules rules, long eventMs) {
        List<String> flags = new ArrayList<>();
        Right right = rights == null ? null : covering(rights, rules, eventMs);
        if (rights == null) {
            flags.add(RIGHT_UNKNOWN);
        } else if (!rights.known()) {
            flags.add(Reason.UNKNOWN_CREDENTIAL.name());
        }
        if (isClosed(rules.status(), right)) {
            flags.add(Reason.LOT_CLOSED.name());
        }
        if (rights != null && rights.known() && right == null) {
            Reason refusal = refusedTransient(rights, rules);
            if (refusal != null) {
                flags.add(refusal.name());
            }
        }
        return new OfflineRight(right, flags);
    }

    private static @Nullable Right covering(RightsAtLot rights, LotRules rules, long eventMs) {
        LocalMoment moment = LocalMoment.of(Instant.ofEpochMilli(eventMs), rules.zone());
        return rights.rights().stream()
                .filter(right -> right.fromMs() <= eventMs && eventMs < right.untilMs())
                .filter(right -> Windows.cover(right.windows(), moment))
                .findFirst()
                .orElse(null);
    }

    private static boolean isClosed(LotRules.Status status, @Nullable Right right) {
        return status == LotRules.Status.CLOSED_TO_ALL
                || (status == LotRules.Status.CLOSED && (right == null || right.type() != Right.Type.STAFF));
    }

    private static @Nullable Reason refusedTransient(RightsAtLot rights, LotRules rules) {
        if (!rules.admitTransients()) {
            return rights.rights().isEmpty() ? Reason.NO_RIGHT_HERE : Reason.OUT_OF_TIME_RANGE;
        }
        return rules.status() == LotRules.Status.FULL ? Reason.LOT_FULL : null;
    }
}
