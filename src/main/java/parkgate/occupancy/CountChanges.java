package parkgate.occupancy;

import io.vertx.core.Future;

/** Counts corrected by hand: each takes the lot's next number and is recorded or durably queued before it is answered. */
public interface CountChanges {
    /** Where the correction stands. */
    enum Durability {
        /** In PostgreSQL. */
        COMMITTED,
        /** In the durable outbox. */
        QUEUED
    }

    /**
     * Who does it, why, and under which key: the same key again changes nothing.
     *
     * @param who public part of the access key
     * @param reason a person's words, at most 500 characters; empty when none were given
     */
    record ByHand(String who, String reason, String requestKey) {}

    /**
     * From now on so many cars are in the lot; sessions are untouched. Fails with {@link parkgate.http.Problem} 503 when
     * it could not be decided.
     *
     * @param count 0 or more
     */
    Future<Durability> set(String lotId, int count, ByHand byHand);

    /** The lot is empty: its sessions are closed. Fails like {@link #set}. */
    Future<Durability> reset(String lotId, ByHand byHand);
}
