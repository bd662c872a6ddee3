package parkgate.gatesim.ledger;

/** The rules of a lot that an answer depends on. */
public record LotRules(
        String lotId,
        long capacity,
        boolean passbackHard,
        boolean admitTransients,
        boolean refusesWithoutSession,
        boolean revokedExitCallsAttendant) {}
