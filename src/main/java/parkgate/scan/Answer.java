package parkgate.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LotEvent;
import parkgate.core.access.PoolCount;

/** What a Redis function said; the words of the files in resources/redis. */
sealed interface Answer {
    /** The lot's head is missing or of another process: rebuild it. */
    record Cold() implements Answer {}

    /** The right is not cached, or too old. */
    record Miss() implements Answer {}

    /** The credential belongs to another root; empty: look it up. */
    record Root(String root) implements Answer {}

    /** Only PostgreSQL knows whether this was answered before; the decision that it was told in an older epoch, or empty. */
    record Unsure(String decisionId) implements Answer {}

    /** This passage is not awaited, this stay not open, or not to be opened again since another one of its root is. */
    record NotPending() implements Answer {}

    record NotDue() implements Answer {}

    /** Too much of the lot waits for PostgreSQL for what is in no hurry. */
    record Full() implements Answer {}

    /**
     * Refused; nothing changed.
     *
     * @param pool which one is full, of POOL_FULL; null for every other reason
     */
    record Denied(
            Reason reason,
            Counts counts,
            Direction direction,
            @Nullable PoolCount pool) implements Answer {}

    /** Decided now: to be recorded. */
    record Granted(LotEvent event, Counts counts) implements Answer {}

    /**
     * The same key was decided before.
     *
     * @param unconfirmed an entry whose lane has no loop and which does not stand inside: telling it is its passage
     */
    record Again(LotEvent event, Standing standing, Counts counts, boolean unconfirmed) implements Answer {}

    /**
     * The same grant under another scanId. The event is exact while it is not DONE, and then what the lot tells of it.
     *
     * @param unconfirmed as in {@link Again}
     */
    record Repeat(LotEvent event, Standing standing, Counts counts, boolean unconfirmed) implements Answer {}

    /**
     * Reads a reply of access, outcome, happened, offline or untold.
     *
     * @throws IllegalStateException for a word that the library does not say
     */
    static Answer of(List<Object> reply) {
        String word = (String) reply.get(0);
        return switch (word) {
            case "COLD" -> new Cold();
            case "MISS" -> new Miss();
            case "ROOT" -> new Root((String) reply.get(1));
            case "UNSURE" -> new Unsure(reply.size() > 1 ? (String) reply.get(1) : "");
            case "NOT_PENDING", "NOT_OPEN", "INSIDE" -> new NotPending();
            case "NOT_DUE" -> new NotDue();
            case "FULL" -> new Full();
            case "DENIED" ->
                new Denied(
                        Reason.valueOf((String) reply.get(1)),
                        Counts.of(reply, 2),
                        Direction.valueOf((String) reply.get(5)),
                        pool(reply));
            case "GRANTED" -> new Granted(LotEvent.parse((String) reply.get(1)), Counts.of(reply, 2));
            case "ANSWER" ->
                new Again(
                        LotEvent.parse((String) reply.get(2)),
                        Standing.valueOf((String) reply.get(1)),
                        Counts.of(reply, 3),
                        reply.size() > 6 && reply.get(6).equals("1"));
            case "REPEAT" ->
                new Repeat(
                        LotEvent.parse((String) reply.get(2)),
                        Standing.valueOf((String) reply.get(1)),
                        Counts.of(reply, 9),
                        reply.get(12).equals("1"));
            default -> throw new IllegalStateException("the function library said " + word);
        };
    }

    private static @Nullable PoolCount pool(List<Object> reply) {
        return reply.size() < 9
                ? null
                : new PoolCount(
                        (String) reply.get(6), Integer.parseInt((String) reply.get(7)), Integer.parseInt((String)
                                reply.get(8)));
    }
}
