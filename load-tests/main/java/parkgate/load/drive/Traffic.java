package parkgate.load.drive;

import org.jspecify.annotations.Nullable;

/** The requests of a load, one after the other. */
public interface Traffic {
    /** The next one; null when there is none to be made just now (nobody is inside, no code is left). */
    @Nullable
    Shot next();

    /** Whether an answer that was called so is what was hoped for: not one that has to be asked for again. */
    default boolean isGood(String word) {
        return true;
    }
}
