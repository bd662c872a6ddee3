package parkgate.gatesim.lane;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a lane says to people: one line each, with the time. What it has said within a minute it does not say again. No code,
 * no key, no plate.
 */
final class LaneLog implements Consumer<String> {
    private static final long AGAIN_MS = 60_000;
    private static final int REMEMBERED = 200;

    private final PrintStream err;
    private final InstantSource clock;
    private final Map<String, Long> said = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    LaneLog(PrintStream err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(String line) {
        long now = clock.millis();
        Long before = said.get(line);
        if (before != null && now >= before && now - before < AGAIN_MS) {
            return;
        }
        said.remove(line);
        said.put(line, now);
        err.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " lane: " + line);
    }
}
