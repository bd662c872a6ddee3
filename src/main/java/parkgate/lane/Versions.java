package parkgate.lane;

import java.util.function.LongSupplier;
import parkgate.core.access.Lane;

/** What a lane compares to know whether what it holds is still so. Opaque texts, the same at every instance. */
final class Versions {
    private final Lanes lanes;
    private final LongSupplier keySet;
    private final LongSupplier statusLists;

    /**
     * Of these.
     *
     * @param keySet version of the published keys
     * @param statusLists number of the newest change of a credential
     */
    Versions(Lanes lanes, LongSupplier keySet, LongSupplier statusLists) {
        this.lanes = lanes;
        this.keySet = keySet;
        this.statusLists = statusLists;
    }

    /** Of the lot's rules and of the lane itself. */
    String config(Lane lane) {
        long rules = lanes.rules(lane.lotId()).map(known -> known.version()).orElse(0L);
        return rules + "-" + lane.direction().name().charAt(0) + (lane.confirmPassage() ? "-loop" : "");
    }

    long keySet() {
        return keySet.getAsLong();
    }

    String statusLists() {
        return Long.toString(statusLists.getAsLong());
    }
}
