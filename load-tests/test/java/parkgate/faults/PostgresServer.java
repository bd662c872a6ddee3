package parkgate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.Driver;
import parkgate.embedded.ServerPrograms;

/** The run's PostgreSQL, durable as the service's own: fsync and synchronous_commit on. */
final class PostgresServer extends Proc {
    private static final String PASSWORD = "faults";

    private final ServerPrograms programs;
    private final Path folder;
    private final Path data;
    private final int port = ServerPrograms.freePort();

    /**
     * @param folder for its logs
     * @param disk its data's parent
     */
    PostgresServer(ServerPrograms programs, Path folder, Path disk) {
        super("PostgreSQL");
        this.programs = programs;
        this.folder = folder;
        this.data = disk.resolve("data");
    }

    /** Makes its data, starts it, and makes the service's database. */
    void make() throws IOException, InterruptedException {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        programs.own(folder);
        Process initdb = spawn(
                programs.postgresCommand(
                        "initdb",
                        List.of(
                                "--pgdata=" + data,
                                "--username=postgres",
                                "--pwfile=" + password,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--no-sync")),
                folder,
                folder.resolve("initdb.log"),
                Map.of());
        if (!initdb.waitFor(120, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new IOException("initdb failed: " + Files.readString(folder.resolve("initdb.log")));
        }
        if (!up(START_BOUND)) {
            throw new IOException("PostgreSQL does not start: see " + folder);
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create role parkgate login password '" + PASSWORD + "'");
            statement.execute("create database parkgate owner parkgate");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    Process launch() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "max_connections=80",
                "shared_buffers=64MB",
                "max_wal_size=128MB",
                "min_wal_size=32MB",
                "wal_init_zero=on",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] ")) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return spawn(programs.postgresCommand("postgres", arguments), folder, folder.resolve("postgres.log"), Map.of());
    }

    @Override
    boolean isReady() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** {@code postgresql://…} by way of a port of the loopback interface. */
    static String uri(int throughPort) {
        return "postgresql://parkgate:" + PASSWORD + "@127.0.0.1:" + throughPort + "/parkgate";
    }

    /** The superuser, straight to the server. */
    Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", PASSWORD);
        login.setProperty("connectTimeout", "2");
        login.setProperty("loginTimeout", "3");
        login.setProperty("socketTimeout", "30");
        return new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, login);
    }
}
