package parkgate.core.access;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a lot knows of one session. As text: these fields in this order, joined by {@code ,}; see STAY in
 * {@code redis/parkgate.lua}.
 *
 * @param sessionId the session
 * @param credentialId what was shown last
 * @param rightId empty for a transient
 * @param poolId whose space it takes; empty for none
 * @param entryMs when it was let in, unix milliseconds; 0 when nobody saw it
 * @param state what the lot awaits
 * @param decisionId of the grant that made it what it is; empty after an exit that did not happen
 * @param seq the number of that grant
 * @param laneId where it was granted
 * @param atMs when it was granted, unix milliseconds
 * @param deadlineMs until when its passage may be reported, unix milliseconds; 0 when none is awaited
 * @param adjDelta what its exit added to the cars without a session: 0 or -1
 * @param flags of the grant, or of all events of the session where it comes from PostgreSQL; each once
 */
public record Stay(
        String sessionId,
        String credentialId,
        String rightId,
        String poolId,
        long entryMs,
        State state,
        String decisionId,
        long seq,
        String laneId,
        long atMs,
        long deadlineMs,
        int adjDelta,
        List<String> flags) {

    private static final int FIELDS = 13;

    /** Where a stay stands. */
    public enum State {
        /** Entry granted, passage awaited. */
        P,
        /** Inside. */
        I,
        /** Exit granted, passage awaited: not open any more. */
        X,
        /** Closed softly: not open any more. An exit while none is open reopens it, the next entry ends it. */
        C
    }

    public Stay {
        PackedText.field("session", sessionId);
        PackedText.field("credential", credentialId);
        PackedText.field("right", rightId);
        PackedText.field("pool", poolId);
        PackedText.notNegative("entryMs", entryMs);
        PackedText.field("decision", decisionId);
        PackedText.notNegative("seq", seq);
        PackedText.field("lane", laneId);
        PackedText.notNegative("deadline", deadlineMs);
        // A session's row adds up the flags of all its events, the same word again and again.
        flags = PackedText.flags(List.copyOf(new LinkedHashSet<>(flags)));
    }

    /** The same stay with an entry that was told later than its exit. */
    Stay entered(long whenMs) {
        return new Stay(
                sessionId,
                credentialId,
                rightId,
                poolId,
                whenMs,
                state,
                decisionId,
                seq,
                laneId,
                atMs,
                deadlineMs,
                0,
                flags);
    }

    /** True while the car counts as inside. */
    public boolean open() {
        return state == State.P || state == State.I;
    }

    /** True while the lot waits to hear what the car did. */
    public boolean awaitsPassage() {
        return state == State.P || state == State.X;
    }

    /**
     * Reads one stay.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Stay parse(String text) {
        String[] f = text.split(",", FIELDS + 1);
        if (f.length != FIELDS) {
            throw new IllegalArgumentException("a stay has " + FIELDS + " fields");
        }
        return new Stay(
                f[0],
                f[1],
                f[2],
                f[3],
                PackedText.number("entryMs", f[4]),
                state(f[5]),
                f[6],
                PackedText.number("seq", f[7]),
                f[8],
                PackedText.number("at", f[9]),
                PackedText.number("deadline", f[10]),
                PackedText.small("adjDelta", f[11]),
                PackedText.parseFlags(f[12]));
    }

    /** The stay's text; {@link #parse} gives back an equal stay. */
    public String format() {
        return String.join(
                ",",
                sessionId,
                credentialId,
                rightId,
                poolId,
                Long.toString(entryMs),
                state.name(),
                decisionId,
                Long.toString(seq),
                laneId,
                Long.toString(atMs),
                Long.toString(deadlineMs),
                Integer.toString(adjDelta),
                String.join("+", flags));
    }

    private static State state(String text) {
        return switch (text) {
            case "P" -> State.P;
            case "I" -> State.I;
            case "X" -> State.X;
            case "C" -> State.C;
            default -> throw new IllegalArgumentException("state: P, I, X or C is expected");
        };
    }
}
