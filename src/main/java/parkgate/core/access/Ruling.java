package parkgate.core.access;

import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;

/** What the rules say of one scan, before anything is changed. */
sealed interface Ruling {
    /**
     * No.
     *
     * @param pool which one is full; null for every other reason
     */
    record Refuse(Reason reason, @Nullable PoolCount pool) implements Ruling {
        /** For another reason than a pool's. */
        Refuse(Reason reason) {
            this(reason, null);
        }
    }

    /**
     * The grant that made this stay, again.
     *
     * @param takesStep the code is a newer one, which is spent with this
     */
    record Again(Stay stay, boolean takesStep) implements Ruling {}

    /** The exit through a lane without a loop, again. */
    record LeftAlready(LotEvent exit) implements Ruling {}

    /** Yes: this is to happen. */
    record Admit(LotEvent event) implements Ruling {}

    /** Yes, though nothing here speaks for it: only where the scan cannot have been answered otherwise before. */
    record AdmitUnproven(LotEvent event) implements Ruling {}

    /** Something has to be fetched first. */
    record Ask(Answer answer) implements Ruling {}
}
