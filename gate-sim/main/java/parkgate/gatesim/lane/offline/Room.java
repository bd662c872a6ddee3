package parkgate.gatesim.lane.offline;

/**
 * What there is room for at the moment of a decision.
 *
 * @param spaces the lane's share of the lot's free spaces; {@link #UNKNOWN} where no heartbeat has named it,
 *     {@link #UNLIMITED} where the lot has no bound
 * @param journalTakesEntries false once the journal is full
 */
public record Room(long spaces, boolean journalTakesEntries) {
    public static final long UNKNOWN = -1;
    public static final long UNLIMITED = Long.MAX_VALUE;
}
