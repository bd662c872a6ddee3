package parkgate.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import parkgate.load.flat.Beside;
import parkgate.load.flat.Means;
import parkgate.load.flat.Memory;
import parkgate.load.flat.Shape;
import parkgate.load.flat.Town;
import parkgate.load.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Bytes in Redis per cached right and per car inside, and bytes of heap per lane and per viewer. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "what one more right, car, lane or viewer takes of memory")
final class MemoryCommand implements Callable<Integer> {
    /** Each car's answer is waited for: who was not answered might be inside or not. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int CONNECTIONS = 16;

    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service")
    private Path jar = Path.of("");

    @Option(names = "--java", description = "the Java that the service runs on; a JDK: its jcmd looks into the heap")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(names = "--jvm", description = "a flag for it; may be repeated", defaultValue = "-Xmx512m")
    private List<String> jvm = List.of();

    @Option(names = "--redis-uri", description = "a Redis that exists, instead of the embedded one")
    private @Nullable String redisUri;

    @Option(names = "--lots", defaultValue = "100")
    private int lots;

    @Option(names = "--cars", defaultValue = "100000", description = "that go in, with class T codes")
    private int cars;

    @Option(names = "--lanes", defaultValue = "1000")
    private int lanes;

    @Option(names = "--viewers", defaultValue = "200")
    private int viewers;

    @Option(names = "--warm", defaultValue = "10", description = "seconds of load before the heap is looked at")
    private int warm;

    @Option(names = "--out", defaultValue = "load-tests/reports", description = "where the report goes")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        Report report = new Report("memory", "What one more of a thing takes of memory");
        Means means = new Means(java, jar, jvm, redisUri, 'T', CONNECTIONS, 1);
        try (Load load = new Load(PATIENCE);
                Load other = new Load();
                Town town = Town.build(load, means, "memory", new Shape(lots, cars, cars, 0), lanes)) {
            report.facts(town.stage().versions());
            Memory memory = new Memory(town, java);
            memory.inRedis(cars);
            Beside.Maker beside = new Beside.Maker(other, town);
            warmed(beside);
            List<String> watched = IntStream.range(0, viewers)
                    .mapToObj(i -> town.lots().get(i % lots).lotId())
                    .toList();
            memory.inHeap("a lane that is connected", lanes, () -> beside.lanes(lanes));
            memory.inHeap("a viewer of one lot", viewers, () -> beside.viewers(watched));
            report.table("Each", Memory.HEADER, memory.rows());
            report.fact("city", lots + " lots, " + cars / lots + " cars in each");
        }
        report.note(
                "In Redis: the memory in use that is less when all of a kind are taken out. In the heap: what is alive after a full"
                        + " collection with them connected, less what was without them; what the connections take outside of the heap is not"
                        + " in it.");
        System.out.println(report.markdown());
        report.keep(out);
        return 0;
    }

    /** Once with all of them: what the service makes at the first one only does not count. */
    private void warmed(Beside.Maker beside) {
        long until = System.nanoTime() + Duration.ofSeconds(warm).toNanos();
        do {
            beside.lanes(lanes).close();
        } while (System.nanoTime() < until);
    }
}
