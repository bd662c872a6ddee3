package parkgate.gatesim.lane.offline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** The status list of the pack: one bit for each credential, 1 when it is no longer good, the first in the lowest bit. */
final class StatusBits {
    /** Entries of a shard. */
    static final int ENTRIES = 1 << 20;

    private final Map<Long, byte[]> shards = new HashMap<>();

    /**
     * Takes a shard.
     *
     * @throws IOException where it is not zlib, or longer than a shard can be
     */
    void put(long shard, byte[] zlib) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zlib))) {
            byte[] bits = in.readNBytes(ENTRIES / 8 + 1);
            if (bits.length > ENTRIES / 8) {
                throw new IOException("a shard of the status list is too long");
            }
            shards.put(shard, bits);
        }
    }

    /** Whether the credential with this index is revoked or replaced. Beyond what the list says, nobody is. */
    boolean isDead(long index) {
        byte[] bits = shards.get(index / ENTRIES);
        int at = (int) (index % ENTRIES);
        return bits != null && at / 8 < bits.length && (bits[at / 8] >> (at % 8) & 1) == 1;
    }
}
