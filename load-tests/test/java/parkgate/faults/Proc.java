package parkgate.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of the run: it can be killed, halted and started again. Nothing but its own processes is ever signalled. */
abstract class Proc {
    /** Longer than any of them takes on a busy machine. */
    static final Duration START_BOUND = Duration.ofSeconds(90);

    private final String name;
    private volatile @Nullable Process process;
    private volatile boolean wanted;
    private volatile boolean over;

    Proc(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Starts the process; it need not be ready. */
    abstract Process launch() throws IOException;

    /** True when it does its work. */
    abstract boolean isReady();

    /** The process of a command that works in that folder and writes to that log. */
    static Process spawn(List<String> command, Path folder, Path log, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(each -> each.startsWith("PARKGATE_") || each.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        return builder.start();
    }

    final boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** True when it has ended though nobody ended it. */
    final boolean diedByItself() {
        return wanted && !isAlive();
    }

    final void start() throws IOException {
        if (over) {
            throw new IOException("the run is over");
        }
        wanted = true;
        process = launch();
    }

    /**
     * Sees to it that it runs and does its work: started where it is not, and again where it gives up.
     *
     * @return false when it does not within the bound
     */
    final boolean up(Duration bound) throws IOException, InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            if (!isAlive()) {
                start();
            }
            if (isReady()) {
                wanted = true;
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(isAlive() ? 50 : 300);
        }
    }

    /** As {@code kill -9} does, children too. */
    final void kill() throws InterruptedException {
        wanted = false;
        Process current = process;
        if (current == null) {
            return;
        }
        List<ProcessHandle> children = current.descendants().toList();
        current.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        current.waitFor(20, TimeUnit.SECONDS);
    }

    /** Kills it for good: nobody starts it again. */
    final void finish() throws InterruptedException {
        over = true;
        resume();
        kill();
    }

    /** Asks it to end by that signal, and kills what has not ended by the bound. */
    final void end(String signal, Duration bound) throws InterruptedException {
        wanted = false;
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        resume();
        RunFolder.run("kill", "-" + signal, Long.toString(current.pid()));
        if (!current.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** Halts it where it stands. */
    final void pause() {
        all().forEach(each -> RunFolder.run("kill", "-STOP", Long.toString(each.pid())));
    }

    final void resume() {
        all().forEach(each -> RunFolder.run("kill", "-CONT", Long.toString(each.pid())));
    }

    /** It is expected to end by itself: a full disk. */
    final void mayEnd() {
        wanted = false;
    }

    /** No file of it may grow beyond so many bytes, or as it likes where this is null; false where we may not say so. */
    final boolean limitFiles(@Nullable Integer bytes) {
        String limit = "--fsize=" + (bytes == null ? "unlimited" : bytes) + ':';
        return all().map(each -> RunFolder.run("prlimit", "--pid", Long.toString(each.pid()), limit))
                .reduce(true, Boolean::logicalAnd);
    }

    private Stream<ProcessHandle> all() {
        Process current = process;
        return current == null
                ? Stream.empty()
                : Stream.concat(Stream.of(current.toHandle()), current.descendants())
                        .filter(ProcessHandle::isAlive);
    }
}
