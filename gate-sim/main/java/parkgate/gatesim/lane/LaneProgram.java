package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LaneDirection;
import parkgate.gatesim.lane.device.Barrier;
import parkgate.gatesim.lane.device.Display;
import parkgate.gatesim.lane.device.Loops;
import parkgate.gatesim.lane.device.SameRead;
import parkgate.gatesim.lane.journal.RecordLog;
import parkgate.gatesim.lane.line.Asking;
import parkgate.gatesim.lane.line.Circuit;
import parkgate.gatesim.lane.line.CommandStream;
import parkgate.gatesim.lane.line.Line;
import parkgate.gatesim.lane.line.PackFetcher;
import parkgate.gatesim.lane.line.Uploader;
import parkgate.gatesim.lane.offline.OfflineRules;
import parkgate.gatesim.lane.offline.Pack;

/**
 * The lane program, put together. Its threads: the caller's, which takes one code after the other; the keeper; the command
 * stream; the loops; and one for each device that is read.
 */
final class LaneProgram implements AutoCloseable {
    /** Reads that came while a car was decided for: a longer queue would answer drivers who are gone. */
    private static final int READS_WAITING = 4;

    private static final long LOOK_MS = 100;

    /** A car has so long for an open that the service asked for. */
    private static final long LET_THROUGH_MS = 60_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not a code: the reader has ended, and so does the program. */
    private static final String END = "\n";

    private final Disk disk;
    private final RecordLog refused;
    private final OpenCommands opens;
    private final Display display;
    private final Keeper keeper;
    private final Gateway gateway;
    private final @Nullable PassageDesk passages;
    private final CommandStream stream;
    private final Consumer<String> log;
    private final BlockingQueue<String> reads = new ArrayBlockingQueue<>(READS_WAITING);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What a program is made of.
     *
     * @param direction of the lane until a first pack says it
     * @param loops null where a grant is taken for the passage
     */
    record Parts(
            Line line,
            Barrier barrier,
            Display display,
            @Nullable Loops loops,
            long sameReadMs,
            LaneDirection direction,
            OfflineRules rules,
            String software,
            RandomGenerator dice) {}

    LaneProgram(Disk disk, Parts parts, Consumer<String> log) throws IOException {
        this.disk = disk;
        this.log = log;
        this.display = parts.display();
        this.refused = RecordLog.open(disk.folder().resolve("refused.log"), new ArrayList<>());
        Loops loops = parts.loops() == null ? new Loops(false) : parts.loops();
        Circuit circuit = new Circuit();
        Uploader uploader = new Uploader(
                parts.line(),
                disk.journal(),
                (event, answer, refusedForGood) -> {
                    if (refusedForGood) {
                        refused.append(event.sent().toString(), true);
                        log.accept("the service never takes deviceSeq " + event.seq() + ": kept in refused.log");
                    }
                },
                log);
        Heartbeat heartbeat = new Heartbeat(parts.line(), disk, () -> devices(loops), parts.software());
        this.keeper = new Keeper(
                circuit,
                heartbeat,
                new PackFetcher(parts.line(), disk.packs(), log),
                uploader,
                LaneProgram::millis,
                log);
        Asking asking = new Asking(parts.line(), Asking.LANE, Asking.ATTEMPT, log);
        Controller controller = new Controller(
                disk,
                parts.rules(),
                asking,
                circuit,
                new LaneParts.Around(disk, keeper, parts.direction(), log),
                LaneProgram::millis);
        this.passages = parts.loops() == null ? null : new PassageDesk(loops, controller, LaneProgram::millis);
        this.gateway = new Gateway(
                controller,
                parts.barrier(),
                display,
                loops,
                new SameRead(parts.sameReadMs()),
                passages,
                LaneProgram::millis,
                log);
        this.opens = OpenCommands.open(
                disk.folder().resolve("commands.log"), parts.line(), disk.clock(), parts.barrier(), log);
        this.stream = new CommandStream(parts.line(), this::command, parts.dice(), log);
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static ObjectNode devices(Loops loops) {
        ObjectNode devices = JSON.createObjectNode().put("barrier", "UNKNOWN");
        devices.putObject("loops")
                .put("arming", loops.arming().name())
                .put("closing", loops.closing().name());
        return devices;
    }

    private void command(String name, JsonNode data) {
        switch (name) {
            case "open" -> {
                if (passages != null) {
                    passages.letThrough(LET_THROUGH_MS);
                }
                opens.obey(data);
            }
            case "config", "revoked" -> keeper.packIsOld();
            case "message" ->
                display.show(data.path("line1").asText(), data.path("line2").asText());
            default -> log.accept("an unknown command is left alone");
        }
    }

    /** A reader's text: taken, unless others wait already. */
    void read(String text) {
        if (!reads.offer(text)) {
            log.accept("a read is left out: the lane is busy");
        }
    }

    /** A reader's text, where the reader can wait. */
    void readInTurn(String text) throws InterruptedException {
        reads.put(text);
    }

    /** The reader has ended: what was read is finished, then {@link #run} returns. */
    void end() throws InterruptedException {
        reads.put(END);
    }

    /** Starts a thread that ends with the program. */
    void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** First the pack and the journal, then cars, until the end. */
    void run() throws InterruptedException {
        keeper.tick(true);
        Pack pack = disk.packs().held();
        log.accept(pack == null ? "holds no pack: without the service nobody comes in" : "holds " + pack);
        start("keeper", keeper);
        start("commands", stream);
        PassageDesk desk = passages;
        if (desk != null) {
            start("loops", () -> lookAtLoops(desk));
        }
        for (String text = reads.take(); !text.equals(END); text = reads.take()) {
            gateway.read(text);
        }
        keeper.tick(true);
    }

    private static void lookAtLoops(PassageDesk desk) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                desk.look();
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the threads, and closes what is on disk. What the service has not heard yet stays there. */
    @Override
    public void close() throws IOException {
        threads.forEach(Thread::interrupt);
        display.close();
        opens.close();
        refused.close();
        disk.close();
    }
}
