package parkgate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One running server process. */
final class ServerProcess {
    private static final Duration KILL_BOUND = Duration.ofSeconds(10);
    private static final int LOG_TAIL_BYTES = 4_096;

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command in a session of its own, so that Ctrl-C at our terminal reaches us and not our servers: they
     * must outlive what is in flight.
     *
     * @param log takes what it writes
     */
    static ServerProcess start(String name, List<String> command, Path workingFolder, Path log) throws IOException {
        List<String> full = new ArrayList<>();
        Commands.find("setsid").ifPresent(setsid -> full.add(setsid.toString()));
        full.addAll(command);
        Process process = Commands.clean(new ProcessBuilder(full))
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ServerProcess(name, process, log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the server is ready.
     *
     * @return false when it ended instead
     * @throws EmbeddedServerException when neither comes within the bound
     */
    boolean awaitReady(BooleanSupplier ready, Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive()) {
                    return false;
                }
                if (System.nanoTime() > end) {
                    throw failure("was not ready within " + bound.toSeconds() + " s");
                }
                Commands.pause();
            }
            return true;
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
    }

    /** Waits for a process that ends by itself, killing it at the bound; its exit code. */
    int awaitEnd(Duration bound) {
        if (!Commands.ends(process, bound)) {
            kill();
        }
        return process.exitValue();
    }

    /** Asks it to end and sees to it: killed at the bound. */
    void stop(String signal, Duration bound) {
        // A number of a process that has ended may be a stranger's by now.
        if (!process.isAlive()) {
            return;
        }
        resume();
        Commands.signal(signal, process.pid());
        if (!Commands.ends(process, bound)) {
            kill();
        }
    }

    /** Kills it and its children without a word; returns when it is gone. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Commands.ends(process, KILL_BOUND);
    }

    /** Halts it and its children where they stand: connections stay open, nothing answers. */
    void pause() {
        all().forEach(each -> Commands.signal("STOP", each.pid()));
    }

    /** Lets it go on after {@link #pause()}. */
    void resume() {
        all().forEach(each -> Commands.signal("CONT", each.pid()));
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive);
    }

    /** One line: what went wrong, the last thing the server wrote, and where the rest stands. */
    EmbeddedServerException failure(String what) {
        return new EmbeddedServerException(name + ' ' + what + ": " + lastLine() + " (" + log + ")");
    }

    private String lastLine() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - LOG_TAIL_BYTES);
            List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            List<String> telling = lines.stream()
                    .filter(line -> line.contains("FATAL") || line.contains("error") || line.contains("ERROR"))
                    .toList();
            List<String> best = telling.isEmpty() ? lines : telling;
            return best.isEmpty()
                    ? "it wrote nothing"
                    : best.get(best.size() - 1).strip();
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }
}
