package parkgate.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;

/** What a lot answers to a scan, a passage or an operator. */
public sealed interface Answer {
    /** The state changed: {@code event} is to be recorded before anybody is told. */
    record Granted(LotEvent event) implements Answer {}

    /**
     * Nothing changed.
     *
     * @param pool which one is full, of POOL_FULL; null for every other reason
     */
    record Denied(
            Reason reason, Direction direction, @Nullable PoolCount pool) implements Answer {}

    /**
     * The same key was answered before, with {@code event}.
     *
     * @param unconfirmed an entry at a lane without a loop that does not stand inside: telling it is its passage, or
     *     PostgreSQL says what became of it
     */
    record Answered(Standing standing, LotEvent event, boolean unconfirmed) implements Answer {
        /** One whose telling is no passage. */
        public Answered(Standing standing, LotEvent event) {
            this(standing, event, false);
        }
    }

    /**
     * The same grant again, under another scanId; no number is taken.
     *
     * @param event the grant, as far as the lot still has it: exact while it is to be recorded
     * @param unconfirmed as in {@link Answered}
     */
    record Repeated(Standing standing, LotEvent event, boolean unconfirmed) implements Answer {
        /** Flags of the grant. */
        public List<String> flags() {
            return event.flags();
        }
    }

    /** The credential's rights are not here: they are to be read and put, and the scan asked again. */
    record Miss() implements Answer {}

    /** Another root is to be asked for; {@code root} is empty when it has to be looked up first. */
    record Root(String root) implements Answer {}

    /** PostgreSQL is to be asked for the scanId first. */
    record Unsure() implements Answer {}

    /** The lot's state is missing or not to be trusted: it is to be rebuilt. */
    record Cold() implements Answer {}

    /** No such passage is awaited: PostgreSQL says what became of the grant. */
    record NotPending() implements Answer {}

    /** The passage may still be reported. */
    record NotDue() implements Answer {}

    /** No such stay is open. */
    record NotOpen() implements Answer {}

    /** A session cannot be restored: it is open already, or, by hand, another one of its root is. */
    record Inside() implements Answer {}

    /** Too much waits for PostgreSQL: what is in no hurry is to be told again later. */
    record Full() implements Answer {}

    /** Where an event stands. */
    enum Standing {
        /** To be recorded before its answer may go out. */
        OPEN,
        /** Durably queued: its answer may have gone out. */
        MARKED,
        /** In PostgreSQL. */
        DONE
    }
}
