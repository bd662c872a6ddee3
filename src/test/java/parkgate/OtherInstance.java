package parkgate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parkgate.testing.Await;

/** An instance of the service in a process of its own, so that it can die without having a chance to do anything about it. */
final class OtherInstance implements AutoCloseable {
    private static final Pattern ANSWERS_AT = Pattern.compile("Parkgate answers at (\\S+),");

    private final Process process;
    private final Gate gate;

    private OtherInstance(Process process, Gate gate) {
        this.process = process;
        this.gate = gate;
    }

    /** Starts it on servers that are there; its data and what it prints go to a new folder in {@code temp}. */
    static OtherInstance start(Path temp, String... flags) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(temp, "instance");
        Path printed = folder.resolve("printed");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--http-port",
                "0",
                "--data-dir",
                folder.toString()));
        command.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARKGATE_"));
        Process process = builder.start();
        while (process.isAlive()) {
            Matcher line = ANSWERS_AT.matcher(Files.readString(printed));
            if (line.find()) {
                return new OtherInstance(process, new Gate(line.group(1)));
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it ended with " + process.exitValue() + ": " + Files.readString(printed));
    }

    Gate gate() {
        return gate;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        Await.until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }
}
