package parkgate.core.access;

import org.jspecify.annotations.Nullable;

/** Whether a car at a lane comes or goes. */
final class WhichWay {
    private WhichWay() {}

    /**
     * At a reversible lane a car that is inside leaves and any other enters; one that this lane has just let in is still
     * in front of the barrier.
     *
     * @param leftAlready its exit through this lane without a loop, within the echo time
     */
    static Direction of(AccessRequest ask, LotState lot, @Nullable LotEvent leftAlready) {
        return switch (ask.lane().direction()) {
            case ENTRY -> Direction.ENTRY;
            case EXIT -> Direction.EXIT;
            case REVERSIBLE ->
                leftAlready != null || lot.staysOf(ask.root().text()).stream().anyMatch(stay -> leaves(stay, ask))
                        ? Direction.EXIT
                        : Direction.ENTRY;
        };
    }

    private static boolean leaves(Stay stay, AccessRequest ask) {
        boolean here = stay.laneId().equals(ask.lane().id());
        return switch (stay.state()) {
            case X -> here;
            case P -> !here;
            case C -> false; // what comes next is an entry
            case I -> !here || ask.nowMs() - stay.atMs() > ask.echoMs();
        };
    }
}
