package parkgate.gatesim.lane;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The lane program as its own process: codes go in by its standard input, what it shows and opens comes out. */
public final class LaneProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

    private LaneProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::read, "lane's output");
        reader.setDaemon(true);
        reader.start();
    }

    public static LaneProcess start(Path folder, URI service, String key, String... options) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("lane.key"), key + "\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "parkgate.gatesim.Main",
                "lane",
                "--url",
                service.toString(),
                "--key-file",
                keyFile.toString(),
                "--state",
                folder.resolve("state").toString()));
        command.addAll(List.of(options));
        Path log = folder.resolve("lane.log");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new LaneProcess(process, log);
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                shown.add(line);
            }
        } catch (IOException gone) {
            shown.add("END");
        }
    }

    public void scans(String... codes) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((String.join("\n", codes) + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** The next line that begins so; others are passed over. */
    public String shows(String beginning) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String line = shown.poll(Math.max(1, giveUp - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("it never showed '" + beginning + "'; its log:\n" + log());
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** Lines shown so far that nobody has asked for. */
    public List<String> alsoShown() {
        return List.copyOf(shown);
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits for what must come. */
    public void awaits(String what, BooleanSupplier there) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("never: " + what + "; the lane's log:\n" + log());
            }
            Thread.sleep(20);
        }
    }

    public void logs(String text) throws InterruptedException {
        awaits("'" + text + "' in the log", () -> log().contains(text));
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop; its exit code. */
    public int stops() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Ends its input; its exit code. */
    public int finishes() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return exitCode();
    }

    private int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end; its log:\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
