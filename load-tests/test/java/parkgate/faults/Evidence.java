package parkgate.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL, Redis and the service say after a run, when nothing moves any more.
 *
 * @param events of all lots, by lot and number
 * @param heads by lot
 * @param sessions all
 * @param redis by lot; missing where the lot is cold
 * @param told currentCount by lot, one for each instance
 */
record Evidence(
        List<Event> events,
        Map<String, Head> heads,
        List<Session> sessions,
        Map<String, RedisLot> redis,
        Map<String, List<Integer>> told) {

    /** A row of access_event; absent texts are empty. */
    record Event(
            String lot,
            long seq,
            long epoch,
            String key,
            String kind,
            String direction,
            long atMs,
            String lane,
            String root,
            String session,
            String decision,
            String right,
            String pool,
            boolean waits,
            Set<String> flags,
            int openAfter,
            int adjustmentAfter) {
        boolean isGrant() {
            return kind.equals("ENTRY") || kind.equals("EXIT");
        }

        String line() {
            return "%s #%d (epoch %d) %s %s key %s decision %s session %s flags %s open %d adj %d"
                    .formatted(
                            lot,
                            seq,
                            epoch,
                            kind,
                            direction,
                            key,
                            decision,
                            session,
                            flags,
                            openAfter,
                            adjustmentAfter);
        }
    }

    /** A row of lot_head. */
    record Head(long epoch, long lastSeq) {}

    /** A row of session. */
    record Session(
            String id,
            String lot,
            String root,
            String status,
            @Nullable String passage) {}

    /**
     * A lot's head and stays in Redis.
     *
     * @param stays the sessions of open stays
     * @param unrecorded events in the outbox
     */
    record RedisLot(long epoch, long seq, int open, int adjustment, List<String> stays, long unrecorded) {}
}
