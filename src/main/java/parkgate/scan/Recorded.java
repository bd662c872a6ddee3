package parkgate.scan;

/** What the recorder says of an event. */
enum Recorded {
    /** It stands in PostgreSQL. */
    COMMITTED,
    /** It can never stand there: the lot has to be rebuilt, and whatever led to the event decided again. */
    REBUILD,
    /** PostgreSQL did not answer by the deadline. The recorder goes on trying. */
    NO_WORD
}
