package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Something the service has still to learn.
 *
 * @param seq the lane's deviceSeq
 * @param kind what it is
 * @param body what will be sent, without its outcome
 * @param awaits a car of which nobody knows yet whether it passed
 * @param outcome what the car did, null where nobody knows
 */
public record JournalEvent(
        long seq,
        Kind kind,
        ObjectNode body,
        boolean awaits,
        @Nullable String outcome) {
    /** What happened. */
    public enum Kind {
        /** A scan that the lane decided itself. */
        SCAN,
        /** What a car did after a grant of the service, or without any. */
        PASSAGE
    }

    boolean is(String direction, String decision) {
        return kind == Kind.SCAN
                && body.path("direction").asText().equals(direction)
                && body.path("offlineDecision").asText().equals(decision);
    }

    /** A car that the lane let in by itself, as far as anybody knows. */
    public boolean isEntry() {
        return is("ENTRY", "GRANTED") && !"NO_ENTRY".equals(outcome);
    }

    boolean isDenial() {
        return kind == Kind.SCAN && body.path("offlineDecision").asText().equals("DENIED");
    }

    JournalEvent with(@Nullable String seen) {
        return new JournalEvent(seq, kind, body, false, seen);
    }

    /** The body as it is sent. */
    public ObjectNode sent() {
        return kind == Kind.SCAN && outcome != null ? body.deepCopy().put("outcome", outcome) : body;
    }
}
