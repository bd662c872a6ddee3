package parkgate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import parkgate.config.OwnerOnlyFile;

/**
 * A Redis of our own: every write on disk before it is answered ({@code appendfsync always}), nothing evicted, a password
 * asked, on the loopback interface only.
 */
public final class EmbeddedRedis extends EmbeddedServer {
    private static final String FOLDER = "redis";
    private static final String PROGRAM = "redis-server";

    private final DataFolder folder;
    private final Path program;
    private final String password;

    private EmbeddedRedis(DataFolder folder, Path program, String password) {
        super("Redis", "TERM");
        this.folder = folder;
        this.program = program;
        this.password = password;
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
            EmbeddedRedis redis = new EmbeddedRedis(folder, folder.binaries().redis(), folder.password("redis"));
            redis.startOnFreePort();
            return redis;
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded Redis cannot start: " + e, e);
        }
    }

    @Override
    ServerProcess launch() throws IOException {
        Files.deleteIfExists(pidFile());
        Path file = data().resolve("redis.conf");
        OwnerOnlyFile.write(file, configuration().getBytes(StandardCharsets.UTF_8));
        return ServerProcess.start(
                "Redis", List.of(program.toString(), file.toString()), data(), folder.freshLog("redis"));
    }

    @Override
    void prepare() {}

    @Override
    void clearAway() {}

    /**
     * What Redis is told. Its log is written anew only once it has grown to something (at the default, 64 MB, a busy service
     * had it written anew every half minute, at a third of a core's time), and not compressed. Its title stays its command line, by which it is known again; a crash report and the
     * log of slow commands would show what clients sent, codes and plates too.
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
                auto-aof-rewrite-min-size 256mb
                rdbcompression no
                save ""
                maxmemory 1gb
                maxmemory-policy noeviction
                always-show-logo no
                set-proc-title no
                crash-log-enabled no
                slowlog-log-slower-than -1
                """.formatted(port(), password, quoted(data()), quoted(pidFile()));
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /**
     * Redis writes its number once it holds its port: from then on the one who gets the password is our Redis, and not
     * whoever may have taken the port before it.
     */
    @Override
    boolean isReady(long pid) {
        try {
            return Files.exists(pidFile())
                    && Files.readString(pidFile()).strip().equals(Long.toString(pid))
                    && RedisPing.answers(port(), password);
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
    @Override
    public String uri() {
        return "redis://:" + password + "@127.0.0.1:" + port();
    }
}
