package parkgate.gatesim.lane.device;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A barrier that a program raises; why stands in its environment. */
public record CommandBarrier(List<String> arguments) implements Barrier {
    private static final Duration WITHIN = Duration.ofSeconds(3);

    @Override
    public void open(Map<String, String> why) throws IOException {
        int exit = Command.run(arguments, why, WITHIN);
        if (exit != 0) {
            throw new IOException("the barrier's command ended with " + exit);
        }
    }
}
