package parkgate.scan;

/** Where a grant stands when its lane is told. */
enum Durability {
    /** In PostgreSQL. */
    COMMITTED,
    /** Marked in the durable outbox. */
    QUEUED
}
