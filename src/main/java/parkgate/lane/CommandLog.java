package parkgate.lane;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.redis.Redis;

/**
 * How commands get from the instance that takes them to the one that a lane listens to: short streams in Redis that every
 * instance reads on from where it was. On a cluster they lie in several slots, so that one slot's failover keeps only some
 * lanes waiting. Used on Redis's context only.
 */
final class CommandLog {
    static final int SHARDS = 8;

    /** Entries of one stream: commands of half a minute, and what became of them. */
    static final int MOST_ENTRIES = 2_000;

    /** Entries of one reading. */
    static final int READ = 500;

    /** A stream that nobody writes to is gone after so long, milliseconds. */
    private static final long KEPT_MS = 600_000;

    /** Readings between two looks whether a stream has begun anew. */
    private static final int LOOKS = 50;

    private static final String START = "0-0";
    private static final Logger log = LoggerFactory.getLogger(CommandLog.class);

    private final Redis redis;
    private final String[] readUpTo = new String[SHARDS];
    private final int[] readings = new int[SHARDS];

    CommandLog(Redis redis) {
        this.redis = redis;
        Arrays.fill(readUpTo, START);
    }

    static int shard(String laneId) {
        return Math.floorMod(laneId.hashCode(), SHARDS);
    }

    private static String key(int shard) {
        return "pg:commands:{" + shard + "}";
    }

    Future<Void> write(CommandEntry entry) {
        String key = key(shard(entry.laneId()));
        return redis.run(c -> c.xadd(key, new XAddArgs().maxlen(MOST_ENTRIES).approximateTrimming(), entry.fields()))
                .compose(x -> redis.run(c -> c.pexpire(key, KEPT_MS)))
                .mapEmpty();
    }

    /** What was written since the last reading here; of the first, all there is. */
    Future<List<CommandEntry>> read(int shard) {
        return fromTheStartIfItIsAnew(shard).compose(x -> next(shard)).compose(found -> {
            List<CommandEntry> entries = new ArrayList<>();
            for (StreamMessage<String, String> each : found) {
                readUpTo[shard] = each.getId();
                add(entries, each);
            }
            return found.size() < READ
                    ? Future.succeededFuture(entries)
                    : read(shard).map(more -> {
                        entries.addAll(more);
                        return entries;
                    });
        });
    }

    @SuppressWarnings("unchecked") // one offset, as varargs of a generic type
    private Future<List<StreamMessage<String, String>>> next(int shard) {
        return redis.run(c -> c.xread(XReadArgs.Builder.count(READ), StreamOffset.from(key(shard), readUpTo[shard])));
    }

    private static void add(List<CommandEntry> entries, StreamMessage<String, String> message) {
        try {
            entries.add(CommandEntry.of(message.getBody()));
        } catch (RuntimeException notOurs) {
            log.warn("an entry of the commands cannot be read: {}", notOurs.toString());
        }
    }

    /** A Redis that has lost its memory and whose clock went back gives out numbers that were read before. */
    private Future<Void> fromTheStartIfItIsAnew(int shard) {
        if (readings[shard]++ % LOOKS != 0) {
            return Future.succeededFuture();
        }
        return redis.run(c -> c.xrevrange(key(shard), Range.unbounded(), Limit.from(1)))
                .map(last -> {
                    if (!last.isEmpty() && isBefore(last.get(0).getId(), readUpTo[shard])) {
                        readUpTo[shard] = START;
                    }
                    return null;
                });
    }

    private static boolean isBefore(String one, String other) {
        String[] a = one.split("-", -1);
        String[] b = other.split("-", -1);
        int time = Long.compare(Long.parseLong(a[0]), Long.parseLong(b[0]));
        return time < 0 || (time == 0 && Long.parseLong(a[1]) < Long.parseLong(b[1]));
    }
}
