package parkgate.embedded;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server process that is ours: on a free port of the loopback interface, which it keeps for as long as we live. */
public abstract sealed class EmbeddedServer implements AutoCloseable permits EmbeddedPostgres, EmbeddedRedis {
    /** Crash recovery and the reading of a long log are part of a start. */
    private static final Duration START_BOUND = Duration.ofMinutes(2);

    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final int PORT_TRIES = 5;

    private final String name;
    private final String stopSignal;
    private int port;
    private @Nullable ServerProcess process;

    EmbeddedServer(String name, String stopSignal) {
        this.name = name;
        this.stopSignal = stopSignal;
    }

    /** Starts the process on {@link #port()}. */
    abstract ServerProcess launch() throws IOException;

    /** True once the process of that number, and no other, holds the port and answers. */
    abstract boolean isReady(long pid);

    /** What is to be done once with a server that has become ready for the first time. */
    abstract void prepare() throws IOException;

    /** What a killed process may have left behind, before the next one is started. */
    abstract void clearAway() throws IOException;

    /** @throws EmbeddedServerException when it does not start, with one line that says why */
    final synchronized void startOnFreePort() throws IOException {
        for (int i = 1; ; i++) {
            port = Ports.free(new SecureRandom());
            if (becomesReady()) {
                break;
            }
            if (i == PORT_TRIES || Ports.isFree(port)) {
                throw running().failure(name + " ended at its start");
            }
        }
        try {
            prepare();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean becomesReady() throws IOException {
        ServerProcess started = launch();
        process = started;
        return started.awaitReady(() -> isReady(started.pid()), START_BOUND);
    }

    private ServerProcess running() {
        return Objects.requireNonNull(process, "started before it is used");
    }

    final synchronized int port() {
        return port;
    }

    /** Where it is and how to get in, as the settings name a server. */
    public abstract String uri();

    /** False once it has ended, whoever ended it. */
    public final synchronized boolean isAlive() {
        return running().isAlive();
    }

    /** Kills it without a word, as a crash does; {@link #restart()} brings it back. */
    public final synchronized void kill() {
        running().kill();
    }

    /** Halts it where it stands: connections stay open, nothing answers. */
    public final synchronized void pause() {
        running().pause();
    }

    /** Lets it go on after {@link #pause()}. */
    public final synchronized void resume() {
        running().resume();
    }

    /** Stops it where it runs, and starts it on the port it had, with the data it had on disk. */
    public final synchronized void restart() {
        close();
        try {
            clearAway();
            if (!becomesReady()) {
                throw running().failure(name + " ended at its restart");
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded " + name + " cannot restart: " + e, e);
        }
    }

    /** Stops it: what it has answered is on disk. Killed where that takes longer than 20 s. */
    @Override
    public final synchronized void close() {
        if (process != null) {
            process.stop(stopSignal, STOP_BOUND);
        }
    }
}
