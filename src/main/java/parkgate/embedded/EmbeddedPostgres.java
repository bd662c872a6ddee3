package parkgate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parkgate.config.OwnerOnlyFile;

/**
 * A PostgreSQL of our own: fsync and synchronous_commit on, passwords asked by SCRAM, on the loopback interface only. The
 * service runs as a role that owns nothing; the owner of the database migrates it; neither is a superuser.
 */
public final class EmbeddedPostgres extends EmbeddedServer {
    private static final Duration INIT_BOUND = Duration.ofMinutes(2);
    private static final String FOLDER = "postgres";
    private static final String OWNER_PASSWORD = "postgres";

    /**
     * Small, durable, and with no value of a row in any log. A page that is touched for the first time after a checkpoint goes
     * into the log whole; ids are spread over their indexes, so with a long log of events that is several pages an event. A
     * checkpoint every few seconds, as at 512 MB, costs a quarter of the throughput; what a crash leaves to be read is at most half of this.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "60"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("max_wal_size", "4GB"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_parameter_max_length_on_error", "0"));

    private final DataFolder folder;
    private final Path home;
    private final RunAs runAs;
    private final boolean made;
    private final PostgresAccess access;

    private EmbeddedPostgres(DataFolder folder, Path home, RunAs runAs, boolean made) throws IOException {
        super("PostgreSQL", "INT");
        this.folder = folder;
        this.home = home;
        this.runAs = runAs;
        this.made = made;
        this.access = new PostgresAccess(
                folder.password("postgres-superuser"),
                folder.password(OWNER_PASSWORD),
                folder.password("postgres-service"));
    }

    /**
     * Starts the folder's PostgreSQL, made first where there is none; one that outlived a killed service is stopped before.
     *
     * @throws EmbeddedServerException when it does not start, with one line that says why
     */
    public static EmbeddedPostgres start(DataFolder folder) {
        try {
            Path data = folder.root().resolve(FOLDER);
            new Leftovers("postgres", data).stop("INT");
            Path home = folder.binaries().postgres();
            RunAs runAs = RunAs.of(folder.root(), data, home.resolve("bin/postgres"));
            boolean made = !Files.exists(data);
            if (made) {
                make(folder, home, runAs, data);
            }
            runAs.own(data);
            EmbeddedPostgres postgres = new EmbeddedPostgres(folder, home, runAs, made);
            postgres.startOnFreePort();
            return postgres;
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded PostgreSQL cannot start: " + e, e);
        }
    }

    /**
     * The owner's URI of the PostgreSQL that a running service has in a data folder; empty where none runs there. Does not
     * need the folder's lock: for a command beside the service.
     */
    public static Optional<String> running(Path dataDir) throws IOException {
        Path lockFile = dataDir.resolve(FOLDER).resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(lockFile);
        boolean ready = lines.size() >= 8
                && lines.get(7).strip().equals("ready")
                && new Leftovers("postgres", dataDir.resolve(FOLDER).toRealPath())
                        .find().stream().anyMatch(process -> lines.get(0).equals(Long.toString(process.pid())));
        if (!ready) {
            return Optional.empty();
        }
        return Optional.of(PostgresAccess.ownerUri(
                Integer.parseInt(lines.get(3).strip()), DataFolder.knownPassword(dataDir, OWNER_PASSWORD)));
    }

    /** Makes the data beside its final place, and moves it there whole: a crash on the way leaves nothing half-made. */
    private static void make(DataFolder folder, Path home, RunAs runAs, Path data) throws IOException {
        try (var unfinished = Files.newDirectoryStream(folder.root(), ".postgres-*")) {
            for (Path old : unfinished) {
                Folders.delete(old);
            }
        }
        Path workshop = Files.createTempDirectory(folder.root(), ".postgres-");
        Path password = workshop.resolve("password");
        OwnerOnlyFile.write(password, folder.password("postgres-superuser").getBytes(StandardCharsets.US_ASCII));
        runAs.own(workshop);
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + workshop.resolve(FOLDER),
                "--username=" + PostgresAccess.SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        ServerProcess initdb = ServerProcess.start("initdb", command, folder.root(), folder.freshLog("initdb"));
        if (initdb.awaitEnd(INIT_BOUND) != 0) {
            throw initdb.failure("could not make PostgreSQL's data");
        }
        Files.move(workshop.resolve(FOLDER), data, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(workshop);
    }

    @Override
    ServerProcess launch() throws IOException {
        disownStranger();
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data().toString()));
        command.addAll(List.of("-c", "port=" + port()));
        SETTINGS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(setting -> Stream.of("-c", setting.getKey() + '=' + setting.getValue()))
                .forEach(command::add);
        return ServerProcess.start("PostgreSQL", command, data(), folder.freshLog("postgres"));
    }

    /**
     * PostgreSQL refuses to start while its lock file names any living process, even a stranger that came by the number
     * of an old server. No server of ours lives here by now, so the file gets our number, which PostgreSQL accepts as its
     * parent's; the rest of the file stays, and with it the check that no old shared memory is in use.
     */
    private void disownStranger() throws IOException {
        Path lockFile = data().resolve("postmaster.pid");
        if (Files.exists(lockFile)) {
            List<String> lines = new ArrayList<>(Files.readAllLines(lockFile));
            if (!lines.isEmpty()) {
                lines.set(0, Long.toString(ProcessHandle.current().pid()));
                Files.write(lockFile, lines);
            }
        }
    }

    /** PostgreSQL writes into line 8 of its lock file how far it is, as its own {@code pg_ctl} reads it. */
    @Override
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    void prepare() {
        try {
            access.makeDatabase(port());
        } catch (SQLException e) {
            throw new EmbeddedServerException("the embedded PostgreSQL does not let us in: " + e.getMessage(), e);
        }
    }

    /** Its children outlive a killed server for a moment, and hold its memory. */
    @Override
    void clearAway() throws IOException {
        new Leftovers("postgres", data()).stop("QUIT");
    }

    private Path data() {
        return folder.root().resolve(FOLDER);
    }

    /** {@code postgresql://parkgate:…@127.0.0.1:port/parkgate}: the owner of the service's database. */
    @Override
    public String uri() {
        return access.ownerUri(port());
    }

    /** The same for the role that the service runs as, which owns nothing. */
    public String serviceUri() {
        return access.serviceUri(port());
    }

    /** The same for the superuser's database {@code postgres}. */
    public String superuserUri() {
        return access.superuserUri(port());
    }

    /** The superuser's, for the service's own database: what a restore needs, and nobody else. */
    public String restoringUri() {
        return access.restoringUri(port());
    }

    /** True when this start made the data. */
    public boolean made() {
        return made;
    }
}
