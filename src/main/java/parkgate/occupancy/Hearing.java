package parkgate.occupancy;

/** What is known of a lot's gates from how long ago they were heard: a gate that is away must not look like an hour without cars. */
enum Hearing {
    /** Heard within {@link LotsHeard#SILENT_AFTER}. */
    HEARD,
    /** Not heard for longer, and its lanes send no heartbeats: nobody came, or nobody could say so. */
    QUIET,
    /** Not heard for longer, though its lanes sent heartbeats to the last. */
    SILENT
}
