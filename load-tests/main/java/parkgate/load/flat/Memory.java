package parkgate.load.flat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import parkgate.load.city.InAndOut;
import parkgate.load.stage.RedisConsole;

/** What one more of a thing takes, by having very many of them. */
public final class Memory {
    /** The words of a row. */
    public static final List<String> HEADER = List.of("what", "where", "bytes each", "measured over");

    private static final Map<String, String> KINDS = Map.of(
            "right", "a right that is cached at a lot",
            "inside", "a car inside",
            "answer", "an answer that is kept for a lane's retry",
            "guard", "a credential's last step",
            "echo", "an exit that may be asked for again",
            "pass", "a passage that is awaited");

    private static final List<String> ORDER = List.of("answer", "echo", "guard", "pass", "right", "inside");

    private static final Duration MOST = Duration.ofMinutes(10);

    private final Town town;
    private final Path java;
    private final List<List<String>> rows = new ArrayList<>();

    /** {@code java}: that the service runs on. */
    public Memory(Town town, Path java) {
        this.town = town;
        this.java = java;
    }

    /** Everybody goes in, and then what they left in Redis is taken out, kind by kind: the city is of no use after it. */
    public Memory inRedis(int drivers) {
        try (RedisConsole console = town.stage().redis()) {
            RedisMemory redis = new RedisMemory(console);
            long before = redis.used();
            InAndOut traffic = town.traffic();
            traffic.onlyIn();
            // Who is told to come again, by a machine that is busy, comes again; a few who never get in change no
            // average.
            long until = System.nanoTime() + MOST.toNanos();
            while (traffic.inside() < drivers - drivers / 100) {
                town.saturate(Duration.ofSeconds(1));
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("too few got in: " + traffic.firstRefusal());
                }
            }
            add("a car that came in, all told", "Redis", redis.used() - before, traffic.inside());
            redis.takeOut(ORDER)
                    .forEach((kind, taken) ->
                            add(String.valueOf(KINDS.get(kind)), "Redis", taken.bytes(), taken.count()));
        }
        return this;
    }

    /** What the service's heap has more of, per stream, while these are open. */
    public Memory inHeap(String what, int count, Supplier<Beside> besides) {
        long before = Heap.alive(java, town.stage().servicePid());
        Beside beside = besides.get();
        try {
            add(what, "heap", Heap.alive(java, town.stage().servicePid()) - before, count);
        } finally {
            beside.close();
        }
        return this;
    }

    private void add(String what, String where, long bytes, long count) {
        rows.add(List.of(
                what,
                where,
                String.format(Locale.ROOT, "%,.0f", (double) bytes / count),
                String.format(Locale.ROOT, "%,d", count)));
    }

    public List<List<String>> rows() {
        return List.copyOf(rows);
    }
}
