package parkgate.load;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs, and where its report goes. */
final class RunOptions {
    @Option(names = "--jar", defaultValue = "src/target/parkgate.jar", description = "the service (${DEFAULT-VALUE})")
    Path jar = Path.of("");

    @Option(names = "--java", description = "the Java that the service runs on (this one)")
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(
            names = "--jvm",
            defaultValue = "-Xmx512m",
            description = "a flag for it; may be repeated (${DEFAULT-VALUE})")
    List<String> jvm = List.of();

    @Option(
            names = "--redis-uri",
            description = "a Redis that exists, instead of the embedded one; recovery empties it")
    @Nullable
    String redisUri;

    @Option(names = "--seed", defaultValue = "1", description = "of arrivals and of who comes (${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--connections", defaultValue = "256", description = "lanes' connections (${DEFAULT-VALUE})")
    int connections;

    @Option(
            names = "--out",
            defaultValue = "load-tests/reports",
            description = "the report's folder (${DEFAULT-VALUE})")
    Path out = Path.of("");
}
