package parkgate.alarm;

/** What an alarm says. The names stand in PostgreSQL and in answers, so they never change. */
public enum AlarmKind {
    /** Nothing is heard of a lane that was heard before. */
    LANE_SILENT,
    /** A lane's clock is so far off that rotating codes may be refused. */
    LANE_CLOCK,
    /** A lane says that its barrier or a loop is broken. */
    LANE_FAULT,
    /** A lane was told to open and could not. */
    LANE_OPEN_FAILED,
    /** Lanes that were cut off let more in than the lot would have. */
    DOUBLE_ADMIT,
    /** An instance's clock is off. */
    INSTANCE_CLOCK
}
