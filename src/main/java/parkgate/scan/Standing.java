package parkgate.scan;

/** Where an event stands that was decided before. */
enum Standing {
    /** In PostgreSQL. */
    DONE,
    /** Marked in the outbox: it will reach PostgreSQL, through a rebuild too. */
    MARKED,
    /** In the outbox only: to be recorded before anybody is told. */
    OPEN
}
