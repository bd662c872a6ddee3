package parkgate.gatesim.lane;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.lane.device.Barrier;
import parkgate.gatesim.lane.device.Display;
import parkgate.gatesim.lane.device.Loops;
import parkgate.gatesim.lane.device.SameRead;
import parkgate.gatesim.lane.offline.Pack;

/** One text from the scanner, to the end: decided, the barrier raised, the driver told, the passage awaited. */
final class Gateway {
    private static final long DEFAULT_TIMEOUT_MS = 60_000;

    private final Controller controller;
    private final Barrier barrier;
    private final Display display;
    private final Loops loops;
    private final SameRead sameRead;
    private final @Nullable PassageDesk passages;
    private final LongSupplier millis;
    private final Consumer<String> log;

    /**
     * A gateway.
     *
     * @param passages null where a grant is taken for the passage
     */
    Gateway(
            Controller controller,
            Barrier barrier,
            Display display,
            Loops loops,
            SameRead sameRead,
            @Nullable PassageDesk passages,
            LongSupplier millis,
            Consumer<String> log) {
        this.controller = controller;
        this.barrier = barrier;
        this.display = display;
        this.loops = loops;
        this.sameRead = sameRead;
        this.passages = passages;
        this.millis = millis;
        this.log = log;
    }

    void read(String text) {
        if (sameRead.isSame(text, millis.getAsLong())) {
            return;
        }
        Decided decided = controller.scan(UUID.randomUUID(), text, loops.vehiclePresent());
        boolean open = decided.granted() && raised(decided);
        if (decided.granted() && !open) {
            display.show("Sorry", "Please wait for help");
        } else {
            display.show(decided.line1(), decided.line2());
        }
        log.accept(decided.direction() + " " + (decided.granted() ? "GRANTED " : "DENIED ") + decided.reason()
                + (decided.offline() ? " (decided here) " : " ") + decided.scanId());
        if (!decided.granted()) {
            return;
        }
        if (!open) {
            controller.passed(decided, false);
        } else if (passages == null) {
            controller.passed(decided, true);
        } else if (decided.passageExpected()) {
            passages.granted(decided, timeoutMs());
        }
    }

    private boolean raised(Decided decided) {
        Pack pack = controller.pack();
        try {
            barrier.open(Map.of(
                    "PARKGATE_DECISION_ID", decided.decisionId(),
                    "PARKGATE_LANE_ID", pack == null ? "" : pack.laneId(),
                    "PARKGATE_REASON", decided.offline() ? "OFFLINE" : "AUTO"));
            return true;
        } catch (IOException e) {
            log.accept("the barrier: " + e.getMessage());
            return false;
        }
    }

    private long timeoutMs() {
        Pack pack = controller.pack();
        return pack == null ? DEFAULT_TIMEOUT_MS : pack.lane().passageTimeoutSeconds() * 1_000L;
    }
}
