package parkgate.scan;

import io.lettuce.core.ScriptOutputType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import parkgate.redis.Redis;

/**
 * The real Redis as the walk harms it: put back to what it was some calls ago, or emptied. What it may go back to is kept
 * under other names.
 */
final class ProtocolRedis {
    private static final int PICTURES = 4;

    /** Makes everything under the second prefix what stands under the first; without a first, nothing. */
    private static final String COPY_ALL = """
            for _, key in ipairs(redis.call('KEYS', ARGV[2] .. '*')) do
                redis.call('DEL', key)
            end
            if ARGV[1] ~= '' then
                for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
                    redis.call('COPY', key, ARGV[2] .. string.sub(key, #ARGV[1] + 1))
                end
            end
            return 'OK'
            """;

    private static final String NOW = "pg:";

    private final Redis redis;
    private final LeftOut leftOut;
    private final RandomGenerator random;
    private final Deque<Integer> past = new ArrayDeque<>();
    private int process;

    ProtocolRedis(Redis redis, LeftOut leftOut, RandomGenerator random) {
        this.redis = redis;
        this.leftOut = leftOut;
        this.random = random;
        Turns.await(redis.run(c -> c.flushall()));
        startAnew();
    }

    /** The library's locals die with the process; here both do by loading it again, under another name of the process. */
    private void startAnew() {
        process++;
        Turns.await(redis.run(c -> c.functionLoad(leftOut.library("process" + process), true)));
    }

    /** What it is now may be what it goes back to. */
    void remember() {
        if (random.nextDouble() < .6) {
            int picture = past.size() == PICTURES ? past.removeFirst() : past.size() + 1;
            copy(NOW, then(picture));
            past.addLast(picture);
        }
    }

    /** What was marked is durable: it never goes back behind this moment. */
    void isDurable() {
        past.clear();
    }

    /** Goes back in time, in another process; false when it cannot. */
    boolean backInTime() {
        if (past.isEmpty()) {
            return false;
        }
        int picture =
                past.stream().skip(random.nextInt(past.size())).findFirst().orElseThrow();
        copy(then(picture), NOW);
        past.clear();
        startAnew();
        return true;
    }

    /** Loses everything; false when something is marked that PostgreSQL may not have. */
    boolean lose(Iterable<String> lots) {
        for (String lot : lots) {
            LotKeys k = new LotKeys(lot);
            String mark = Turns.await(redis.run(c -> c.hget(k.head(), "mark")));
            String done = Turns.await(redis.run(c -> c.hget(k.head(), "done")));
            if (mark != null && Long.parseLong(mark) > Long.parseLong(done)) {
                return false;
            }
        }
        copy("", NOW);
        past.clear();
        return true;
    }

    private static String then(int picture) {
        return "then" + picture + ':';
    }

    private void copy(String from, String to) {
        Turns.await(redis.run(c -> c.eval(COPY_ALL, ScriptOutputType.STATUS, new String[0], from, to)));
    }
}
