package parkgate.core.access;

/** What an event did to a lot. The names stand in Redis and PostgreSQL, so they never change. */
public enum EventKind {
    /** An entry was granted. */
    ENTRY,
    /** An exit was granted, with or without a session to close. */
    EXIT,
    /** The lane saw the vehicle of a grant pass. */
    CONFIRMED,
    /** The lane saw that the vehicle of a grant did not pass: what the grant did is put back. */
    NO_ENTRY,
    /** Nobody reported the passage in time: an entry counts as not made, an exit as made. */
    EXPIRED,
    /** A passage was confirmed after its entry grant had expired: the stay is back. */
    RESTORED,
    /** A grant was recorded by a sweep: no lane had been told. An entry at a lane without a loop awaits its passage now. */
    UNTOLD,
    /** The count was set by hand; sessions are untouched. */
    SET,
    /** All stays were closed and the count set to zero. */
    RESET,
    /** One stay was closed by hand. */
    CLOSE,
    /** A vehicle passed whom nobody granted it. */
    PASSED
}
