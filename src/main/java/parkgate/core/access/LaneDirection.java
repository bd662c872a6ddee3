package parkgate.core.access;

/** Which way a lane lets cars pass. At a {@link #REVERSIBLE} lane a credential that is inside leaves, any other enters. */
public enum LaneDirection {
    ENTRY,
    EXIT,
    REVERSIBLE
}
