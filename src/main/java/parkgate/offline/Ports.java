package parkgate.offline;

import io.vertx.core.Future;
import java.util.List;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;

/** What packs need of the other features; the wiring fills it in. */
public final class Ports {
    private Ports() {}

    /** Lots and lanes, from this instance's memory. */
    public interface Places {
        /** A lane; one that another instance made a moment ago is looked up. Fails when there is none. */
        Future<Lane> findLane(String laneId);

        /** A lot's rules, likewise. */
        Future<LotRules> findRules(String lotId);

        /** What its lanes do with entries once their pack is stale: a word of the contract. */
        String stalePack(String lotId);

        /** Every lane of a lot. */
        List<Lane> lanesOf(String lotId);
    }

    /** A shard of the status list that has a dead credential. */
    public interface DeadShard {
        int number();

        /** As long as it is the same, so are the bits. */
        long change();

        /** 2^20 bits, the first in the least significant bit of the first byte; a fresh copy. */
        byte[] bits();
    }

    /** The status list, from this instance's memory, ordered by number. Any thread may ask. */
    public interface DeadCredentials {
        List<DeadShard> shards();
    }

    /** Cars inside a lot, never below zero; fails while the lot cannot be asked. */
    public interface Counts {
        Future<Integer> current(String lotId);
    }
}
