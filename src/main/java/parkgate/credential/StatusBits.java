package parkgate.credential;

import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import parkgate.signing.StatusList;

/**
 * A bit for each credential, set when it is revoked or replaced, in shards of 2^20. A shard without a set bit takes no
 * room; any other 128 KiB. Any thread may use it.
 */
final class StatusBits {
    /** A shard has 2^20 bits. */
    static final int SHARD_BITS = 20;

    private final Map<Integer, Shard> shards = new ConcurrentHashMap<>();

    /**
     * A shard's bits at one moment.
     *
     * @param change tells it from other moments: as long as it is the same, so are the bits
     */
    record Moment(long change, Buffer bits) {}

    private static final class Shard {
        private final BitSet bits = new BitSet(StatusList.ENTRIES);
        private long change;

        synchronized void set(int bit, boolean to) {
            if (bits.get(bit) != to) {
                bits.set(bit, to);
                change++;
            }
        }

        synchronized long change() {
            return change;
        }

        synchronized Moment moment() {
            byte[] packed = new byte[StatusList.ENTRIES / Byte.SIZE];
            byte[] used = bits.toByteArray();
            System.arraycopy(used, 0, packed, 0, used.length);
            return new Moment(change, Buffer.buffer(packed));
        }
    }

    /**
     * Notes how a credential stands.
     *
     * @param index of its bit, counted over all shards
     */
    void set(long index, boolean dead) {
        int shard = (int) (index >> SHARD_BITS);
        if (dead || shards.containsKey(shard)) {
            shards.computeIfAbsent(shard, x -> new Shard()).set((int) index & StatusList.ENTRIES - 1, dead);
        }
    }

    /** What {@link Moment#change} is now; 0 of a shard that never had a bit. */
    long change(int shard) {
        Shard found = shards.get(shard);
        return found == null ? 0 : found.change();
    }

    /** The bits of a shard now. */
    Moment moment(int shard) {
        Shard found = shards.get(shard);
        return found == null ? new Moment(0, Buffer.buffer(new byte[StatusList.ENTRIES / Byte.SIZE])) : found.moment();
    }

    /** The shards that have, or had, a set bit. */
    SortedSet<Integer> numbers() {
        return new TreeSet<>(shards.keySet());
    }

    int shards() {
        return shards.size();
    }
}
