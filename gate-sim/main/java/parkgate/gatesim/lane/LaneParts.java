package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.Signatures;
import parkgate.gatesim.lane.line.Asking;
import parkgate.gatesim.lane.line.Circuit;
import parkgate.gatesim.lane.line.Line;
import parkgate.gatesim.lane.line.PackFetcher;
import parkgate.gatesim.lane.line.Uploader;
import parkgate.gatesim.lane.offline.JdkSignatures;
import parkgate.gatesim.lane.offline.OfflineRules;
import parkgate.gatesim.lane.offline.Pack;

/** A lane without its devices, put together for a simulated world: its loops and its barrier are there. */
public final class LaneParts {
    private final Controller controller;
    private final Keeper keeper;

    /**
     * Puts a lane together.
     *
     * @param learned is told what the service made of what the lane told it
     */
    public LaneParts(
            Line line,
            Disk disk,
            Asking asking,
            Circuit circuit,
            Duration passbackFor,
            Uploader.Learned learned,
            Consumer<String> news) {
        Heartbeat heartbeat = new Heartbeat(line, disk, LaneParts::devices, "gate-sim run");
        this.keeper = new Keeper(
                circuit,
                heartbeat,
                new PackFetcher(line, disk.packs(), news),
                new Uploader(line, disk.journal(), learned, news),
                LaneParts::millis,
                news);
        this.controller = new Controller(
                disk,
                new OfflineRules(new JdkSignatures(), passbackFor),
                asking,
                circuit,
                new Around(disk, keeper, LaneDirection.ENTRY, news),
                LaneParts::millis);
    }

    /** The JDK's own. */
    public static Signatures signatures() {
        return new JdkSignatures();
    }

    public Controller controller() {
        return controller;
    }

    public Keeper keeper() {
        return keeper;
    }

    static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static ObjectNode devices() {
        ObjectNode devices = JsonNodeFactory.instance.objectNode().put("barrier", "UNKNOWN");
        devices.putObject("loops").put("arming", "FREE").put("closing", "FREE");
        return devices;
    }

    /** What surrounds a controller: the pack says which way, and whether a car is awaited. */
    record Around(Disk disk, Keeper keeper, LaneDirection fallback, Consumer<String> log)
            implements Controller.Keeping {
        @Override
        public void wake() {
            keeper.wake();
        }

        @Override
        public void complain(String trouble) {
            log.accept(trouble);
        }

        @Override
        public LaneDirection direction() {
            Pack pack = disk.packs().held();
            return pack == null ? fallback : pack.direction();
        }

        @Override
        public boolean confirmsPassage() {
            Pack pack = disk.packs().held();
            return pack == null || pack.lane().confirmPassage();
        }
    }
}
