package parkgate.session;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stay as somebody would correct it, and why not.
 *
 * @param rootId null: nobody knows any more whose it was
 * @param awaited whether it passed the barrier is not known yet
 * @param reopens closed softly: its exit opens it again by itself
 * @param lastSeq the lot's number of what it follows from
 * @param inside another stay of the credential is open, at whatever lot
 * @param later the credential has come to this lot again since
 */
record Correctable(
        UUID id,
        String lotId,
        Session.Status status,
        @Nullable String credentialId,
        @Nullable String rootId,
        @Nullable UUID rightId,
        @Nullable String poolId,
        @Nullable String entryLane,
        @Nullable OffsetDateTime entryTime,
        @Nullable UUID entryDecision,
        @Nullable OffsetDateTime exitTime,
        boolean awaited,
        boolean reopens,
        long lastSeq,
        boolean inside,
        boolean later) {

    /** How far back a corrected time may lie: a year that was mistyped is no stay of years. */
    static final Duration MOST_BACK = Duration.ofDays(400);

    private static final String IS_AWAITED = "Its passage is still awaited.";

    static final String IS_INSIDE = "Another session of this credential is open.";

    boolean isOpen() {
        return status == Session.Status.ACTIVE;
    }

    /** Why the record of a stay that is over cannot be changed; null: it can. */
    @Nullable
    String whyNotChanged() {
        if (isOpen()) {
            return "The session is open: close it first.";
        }
        if (awaited) {
            return IS_AWAITED;
        }
        return reopens ? "It was closed softly and may open again by its exit." : null;
    }

    /** Why it cannot go on; null: it can. */
    @Nullable
    String whyNotReopened() {
        String unchanged = isOpen() ? "The session is open." : whyNotChanged();
        if (unchanged != null) {
            return unchanged;
        }
        if (rootId == null || credentialId == null) {
            return "Whose session it was is no longer known.";
        }
        if (entryTime == null) {
            return "Nobody saw it come in.";
        }
        if (inside) {
            return IS_INSIDE;
        }
        return later ? "The credential has come to this lot again since." : null;
    }

    /** Why these times cannot be its; null: they can. */
    @Nullable
    String whyNotTimed(@Nullable OffsetDateTime entry, @Nullable OffsetDateTime exit, OffsetDateTime now) {
        String unchanged = isOpen() ? whyNotTimedOpen() : whyNotChanged();
        if (unchanged != null) {
            return unchanged;
        }
        if (entry != null && entryTime == null) {
            return "Nobody saw it come in.";
        }
        if (exit != null && status != Session.Status.COMPLETED) {
            return "It has no exit.";
        }
        OffsetDateTime from = entry == null ? entryTime : entry;
        OffsetDateTime to = exit == null ? exitTime : exit;
        if ((from != null && from.isAfter(now)) || (to != null && to.isAfter(now))) {
            return "A time is ahead.";
        }
        OffsetDateTime longAgo = now.minus(MOST_BACK);
        if ((entry != null && entry.isBefore(longAgo)) || (exit != null && exit.isBefore(longAgo))) {
            return "A time is more than " + MOST_BACK.toDays() + " days ago.";
        }
        return from != null && to != null && to.isBefore(from) ? "It would leave before it came." : null;
    }

    /** Of an open one the entry alone can be corrected: that it has no exit is said with the exit. */
    private @Nullable String whyNotTimedOpen() {
        return awaited ? IS_AWAITED : null;
    }

    SessionReopening.Stay stay() {
        OffsetDateTime entry = entryTime;
        return new SessionReopening.Stay(
                lotId,
                id,
                text(rootId),
                text(credentialId),
                text(rightId),
                text(poolId),
                text(entryLane),
                text(entryDecision),
                entry == null ? 0 : entry.toInstant().toEpochMilli());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
