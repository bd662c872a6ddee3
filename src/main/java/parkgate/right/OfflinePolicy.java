package parkgate.right;

/** Whether a right opens a lane that can ask nobody, and so decides by its pack. */
enum OfflinePolicy {
    /** Also when the pack is stale. */
    ALWAYS,
    /** While the pack is fresh. */
    CACHED,
    /** Only the service may open for it. */
    NEVER
}
