package parkgate.scan;

import java.util.List;
import parkgate.redis.FunctionLibrary;

/** The Redis functions of a lot: one library out of a file for each, in the order in which they need each other. */
public final class LotLibrary {
    private static final List<String> PARTS = List.of(
            "redis/parkgate.lua",
            "redis/process.lua",
            "redis/head.lua",
            "redis/stays.lua",
            "redis/events.lua",
            "redis/rules.lua",
            "redis/steps.lua",
            "redis/access.lua",
            "redis/outcome.lua",
            "redis/happened.lua",
            "redis/offline.lua",
            "redis/untold.lua",
            "redis/recorded.lua",
            "redis/install.lua",
            "redis/looks.lua",
            "redis/right.lua",
            "redis/guard.lua");

    private LotLibrary() {}

    public static FunctionLibrary load() {
        return FunctionLibrary.of(PARTS);
    }
}
