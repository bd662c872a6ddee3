package parkgate.load.flat;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parkgate.load.stage.RedisConsole;

/**
 * What each kind of thing takes in Redis: it is taken out, and the memory that was in use then is less. Of a lot's keys the kind is
 * the word after the lot's name; with the keys goes what else Redis keeps of them, but for the room in its tables.
 */
final class RedisMemory {
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(1_000);

    private final RedisConsole redis;

    RedisMemory(RedisConsole redis) {
        this.redis = redis;
    }

    /** Things of one kind, and the bytes that all of them took. */
    record Taken(long count, long bytes) {
        double each() {
            return (double) bytes / count;
        }
    }

    /** Bytes in use. */
    long used() {
        return Long.parseLong(String.valueOf(redis.info("memory").get("used_memory")));
    }

    /** Takes out each of these kinds in turn. A hash counts as its fields, a stream as its entries, all else as one. */
    Map<String, Taken> takeOut(List<String> kinds) {
        Map<String, List<String>> keys = keys();
        Map<String, Taken> taken = new LinkedHashMap<>();
        for (String kind : kinds) {
            List<String> all = keys.getOrDefault(kind, List.of());
            if (!all.isEmpty()) {
                long count = count(all);
                long before = used();
                for (int from = 0; from < all.size(); from += 1_000) {
                    redis.commands()
                            .del(all.subList(from, Math.min(all.size(), from + 1_000))
                                    .toArray(String[]::new));
                }
                taken.put(kind, new Taken(count, before - used()));
            }
        }
        return taken;
    }

    private long count(List<String> keys) {
        RedisCommands<String, String> commands = redis.commands();
        String type = commands.type(keys.get(0));
        return switch (type) {
            case "hash" -> keys.stream().mapToLong(commands::hlen).sum();
            case "stream" -> keys.stream().mapToLong(commands::xlen).sum();
            default -> keys.size();
        };
    }

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new TreeMap<>();
        KeyScanCursor<String> page = redis.commands().scan(PAGE);
        while (true) {
            page.getKeys().forEach(key -> keys.computeIfAbsent(kind(key), x -> new ArrayList<>())
                    .add(key));
            if (page.isFinished()) {
                return keys;
            }
            page = redis.commands().scan(page, PAGE);
        }
    }

    private static String kind(String key) {
        if (key.startsWith("pg:guard:")) {
            return "guard";
        }
        int lot = key.indexOf("}:");
        String rest = lot < 0 ? key : key.substring(lot + 2);
        int end = rest.indexOf(':');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
