package parkgate.core.access;

/** The way of a passage through a lane. */
public enum Direction {
    ENTRY,
    EXIT
}
