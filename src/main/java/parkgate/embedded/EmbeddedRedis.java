package parkgate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import parkgate.config.OwnerOnlyFile;

/**
 * A Redis of our own: every write on disk before it is answered ({@code appendfsync always}), nothing evicted, a password
 * asked, on the loopback interface only.
 */
public final class EmbeddedRedis implements AutoCloseable {
    /** Reading a long append-only file is part of a start. */
    private static final Duration START_BOUND = Duration.ofMinutes(2);

    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final int PORT_TRIES = 5;
    private static final String FOLDER = "redis";
    private static final String PROGRAM = "redis-server";

    private final DataFolder folder;
    private final Path program;
    private final String password;
    private int port;
    private ServerProcess process;

    private EmbeddedRedis(DataFolder folder, Path program, String password) throws IOException {
        this.folder = folder;
        this.program = program;
        this.password = password;
        this.process = startOnFreePort();
    }

    /**
     * Starts the folder's Redis; one that outlived a killed service is stopped before.
     *
     * @throws EmbeddedServerException when it does not start, with one line that says why
     */
    public static EmbeddedRedis start(DataFolder folder) {
        try {
            Path data = Files.createDirectories(folder.root().resolve(FOLDER));
            new Leftovers(PROGRAM, data).stop("TERM");
            return new EmbeddedRedis(folder, folder.binaries().redis(), folder.password("redis"));
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded Redis cannot start: " + e, e);
        }
    }

    private ServerProcess startOnFreePort() throws IOException {
        for (int i = 1; ; i++) {
            port = Ports.free(new SecureRandom());
            ServerProcess started = launch();
            if (started.awaitReady(() -> isReady(started.pid()), START_BOUND)) {
                return started;
            }
            if (i == PORT_TRIES || Ports.isFree(port)) {
                throw started.failure("Redis ended at its start");
            }
        }
    }

    private ServerProcess launch() throws IOException {
        Files.deleteIfExists(pidFile());
        Path file = data().resolve("redis.conf");
        OwnerOnlyFile.write(file, configuration().getBytes(StandardCharsets.UTF_8));
        return ServerProcess.start(
                "Redis", List.of(program.toString(), file.toString()), data(), folder.freshLog("redis"));
    }

    /**
     * What Redis is told. Its title stays its command line, by which it is known again; a crash report would show what
     * clients sent, codes and plates too.
     */
    private String configuration() {
        return """
                bind 127.0.0.1
                port %d
                protected-mode yes
                requirepass %s
                dir "%s"
                pidfile "%s"
                databases 1
                maxclients 1000
                appendonly yes
                appendfsync always
                save ""
                maxmemory 512mb
                maxmemory-policy noeviction
                always-show-logo no
                set-proc-title no
                crash-log-enabled no
                """.formatted(port, password, quoted(data()), quoted(pidFile()));
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /**
     * Redis writes its number once it holds its port: from then on the one who gets the password is our Redis, and not
     * whoever may have taken the port before it.
     */
    private boolean isReady(long pid) {
        try {
            return Files.exists(pidFile())
                    && Files.readString(pidFile()).strip().equals(Long.toString(pid))
                    && RedisPing.answers(port, password);
        } catch (IOException e) {
            return false;
        }
    }

    private Path pidFile() {
        return data().resolve("redis.pid");
    }

    private Path data() {
        return folder.root().resolve(FOLDER);
    }

    /** {@code redis://:…@127.0.0.1:port}. */
    public synchronized String uri() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** False once it has ended, whoever ended it. */
    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it without a word, as a crash does; {@link #restart()} brings it back. */
    public synchronized void kill() {
        process.kill();
    }

    /** Halts it where it stands: connections stay open, nothing answers. */
    public synchronized void pause() {
        process.pause();
    }

    /** Lets it go on after {@link #pause()}. */
    public synchronized void resume() {
        process.resume();
    }

    /** Stops it where it runs, and starts it on the port it had, with the data it had on disk. */
    public synchronized void restart() {
        close();
        try {
            process = launch();
            ServerProcess started = process;
            if (!started.awaitReady(() -> isReady(started.pid()), START_BOUND)) {
                throw started.failure("Redis ended at its restart");
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded Redis cannot restart: " + e, e);
        }
    }

    /** Stops it. Killed where that takes longer than 20 s; what it has answered is on disk either way. */
    @Override
    public synchronized void close() {
        process.stop("TERM", STOP_BOUND);
    }
}
