package parkgate.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a lot's state, as it stands in the outbox and in {@code access_event}. As text: its
 * {@value #FIELDS} fields in this order, joined by {@code |}; see EVENT in {@code redis/parkgate.lua}.
 *
 * @param kind what it did
 * @param direction of the passage; null for SET, RESET and CLOSE
 * @param epoch of the head that gave out {@code seq}; 0 before it has a number
 * @param seq 1, 2, 3 … within the lot, no gaps; 0 before it has a number
 * @param key the scanId, {@code decisionId:outcome}, or the operator's request: the same key is the same event
 * @param atMs when it happened, unix milliseconds
 * @param laneId empty where no lane took part, as every missing text here
 * @param credentialId what was shown
 * @param rootId the credential that heads the chain of re-issues
 * @param deadlineMs until when the passage may be reported, unix milliseconds; 0 when none is awaited
 * @param entryMs when the stay began, unix milliseconds; 0 when nobody saw it
 * @param adjDelta what was added to the cars without a session
 * @param open sessions inside after this event
 * @param adj cars without a session after this event
 * @param extra see {@link Extra}
 */
public record LotEvent(
        EventKind kind,
        @Nullable Direction direction,
        long epoch,
        long seq,
        String key,
        long atMs,
        String laneId,
        String credentialId,
        String rootId,
        String sessionId,
        String decisionId,
        String rightId,
        String poolId,
        long deadlineMs,
        long entryMs,
        int adjDelta,
        List<String> flags,
        int open,
        int adj,
        String extra) {

    /** Fields of an event's text. */
    public static final int FIELDS = 20;

    public LotEvent {
        PackedText.notNegative("epoch", epoch);
        PackedText.notNegative("seq", seq);
        PackedText.field("key", key);
        PackedText.field("lane", laneId);
        PackedText.field("credential", credentialId);
        PackedText.field("root", rootId);
        PackedText.field("session", sessionId);
        PackedText.field("decision", decisionId);
        PackedText.field("right", rightId);
        PackedText.field("pool", poolId);
        PackedText.notNegative("deadline", deadlineMs);
        PackedText.notNegative("entryMs", entryMs);
        flags = PackedText.flags(flags);
        PackedText.notNegative("open", open);
        Extra.check(extra);
    }

    /**
     * Reads an event's text.
     *
     * @throws IllegalArgumentException when it is none; the message names the field, never its content
     */
    public static LotEvent parse(String text) {
        String[] f = text.split("\\|", FIELDS + 1);
        if (f.length != FIELDS) {
            throw new IllegalArgumentException("an event has " + FIELDS + " fields");
        }
        return new LotEvent(
                word(EventKind.class, "kind", f[0]),
                f[1].isEmpty() ? null : word(Direction.class, "dir", f[1]),
                PackedText.number("epoch", f[2]),
                PackedText.number("seq", f[3]),
                f[4],
                PackedText.number("at", f[5]),
                f[6],
                f[7],
                f[8],
                f[9],
                f[10],
                f[11],
                f[12],
                PackedText.number("deadline", f[13]),
                PackedText.number("entryMs", f[14]),
                PackedText.small("adjDelta", f[15]),
                PackedText.parseFlags(f[16]),
                PackedText.small("open", f[17]),
                PackedText.small("adj", f[18]),
                f[19]);
    }

    /** The same event as an answer of another epoch. */
    public LotEvent inEpoch(long other) {
        return numbered(other, seq, open, adj);
    }

    /** The event's text; {@link #parse} gives back an equal event. */
    public String format() {
        return String.join(
                "|",
                kind.name(),
                direction == null ? "" : direction.name(),
                Long.toString(epoch),
                Long.toString(seq),
                key,
                Long.toString(atMs),
                laneId,
                credentialId,
                rootId,
                sessionId,
                decisionId,
                rightId,
                poolId,
                Long.toString(deadlineMs),
                Long.toString(entryMs),
                Integer.toString(adjDelta),
                String.join("+", flags),
                Integer.toString(open),
                Integer.toString(adj),
                extra);
    }

    /** The same event under the number that a lot gave it, with the counts after it. */
    public LotEvent numbered(long newEpoch, long newSeq, int openAfter, int adjAfter) {
        return new LotEvent(
                kind,
                direction,
                newEpoch,
                newSeq,
                key,
                atMs,
                laneId,
                credentialId,
                rootId,
                sessionId,
                decisionId,
                rightId,
                poolId,
                deadlineMs,
                entryMs,
                adjDelta,
                flags,
                openAfter,
                adjAfter,
                extra);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String name, String text) {
        for (E word : type.getEnumConstants()) {
            if (word.name().equals(text)) {
                return word;
            }
        }
        throw new IllegalArgumentException(name + ": an unknown word");
    }
}
