package parkgate.scan;

/** Names of what travels with an event, beside its fields; see {@link parkgate.core.access.Extra}. */
final class ScanExtra {
    /** When the lane says it happened, unix milliseconds. */
    static final String EVENT_MS = parkgate.core.access.SessionState.EVENT_MS;

    /** What a lane said instead, where that cannot be. */
    static final String TOLD_MS = "told";

    static final String PLATE = "plate";

    /** The lane's own counter. */
    static final String DEVICE_SEQ = "ds";

    /** Key id of who did it by hand. */
    static final String WHO = "who";

    static final String WHY = "why";

    /** The command that told a lane to open. */
    static final String COMMAND = "cmd";

    private ScanExtra() {}
}
