package parkgate.place;

/** What a lane that can ask nobody does with entries once its pack is stale. Exits open all the same. */
public enum StalePack {
    /** Only rights that open always do. */
    ALWAYS_RIGHTS,
    /** All that would open under a fresh pack. */
    AS_FRESH,
    /** Nobody comes in. */
    NO_ENTRY
}
