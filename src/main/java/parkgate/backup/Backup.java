package parkgate.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import parkgate.config.AdminKeyFile;
import parkgate.config.OwnerOnlyFile;
import parkgate.config.Settings;
import parkgate.embedded.DataFolder;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.postgres.Migrations;

/**
 * {@code backup FILE}: what PostgreSQL holds in one snapshot, the key file and the admin key, in one file for its owner alone.
 * The service may run meanwhile. The file has its name only once it is whole and on disk.
 */
public final class Backup {
    private final Settings settings;
    private final InstantSource clock;

    public Backup(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Writes it.
     *
     * @return the lines to be shown
     * @throws BackupException when it cannot be made; there is no file then
     */
    public List<String> to(Path file) throws BackupException {
        requireEmbedded(
                settings,
                "back it up with its own tools, such as pg_dump or pg_basebackup, and the key file beside it");
        if (Files.exists(file)) {
            throw new BackupException(file + " is there already: a backup never takes another's place");
        }
        Path data = settings.dataDir();
        if (!Files.isDirectory(data.resolve("postgres"))) {
            throw new BackupException("DATA_DIR " + data + " has no embedded PostgreSQL to back up");
        }
        try {
            Optional<String> running = EmbeddedPostgres.running(data);
            if (running.isPresent()) {
                return write(file, running.get());
            }
            try (DataFolder folder = DataFolder.open(data);
                    EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
                return write(file, postgres.uri());
            }
        } catch (IOException | SQLException e) {
            throw new BackupException("no backup was made: " + e.getMessage(), e);
        }
    }

    static void requireEmbedded(Settings settings, String instead) throws BackupException {
        if (settings.postgresUri().isPresent()) {
            throw new BackupException("POSTGRES_URI names a PostgreSQL of your own: " + instead);
        }
    }

    private List<String> write(Path file, String uri) throws IOException, SQLException {
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Manifest manifest;
        try {
            try (FileChannel out = FileChannel.open(
                            partial,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Connection connection = Migrations.connect(uri)) {
                DigestOutputStream sealed = new DigestOutputStream(Channels.newOutputStream(out), Archive.sha256());
                ZipOutputStream zip = new ZipOutputStream(sealed);
                manifest = entries(zip, connection);
                zip.putNextEntry(new ZipEntry(Manifest.NAME));
                zip.write(manifest.json().encode().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
                zip.finish();
                sealed.write(Archive.seal(sealed.getMessageDigest()).getBytes(StandardCharsets.US_ASCII));
                out.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        try (FileChannel names = FileChannel.open(OwnerOnlyFile.folderOf(file), StandardOpenOption.READ)) {
            names.force(true);
        }
        return List.of(
                "Backup " + file + ": " + manifest.entries().size() + " entries, " + manifest.bytes()
                        + " bytes before compression, as of " + manifest.takenAt() + ".",
                "It holds the signing keys and the admin key: whoever can read it can make codes. Keep it as you keep keys.");
    }

    private Manifest entries(ZipOutputStream zip, Connection connection) throws IOException, SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        List<Manifest.Entry> entries = new ArrayList<>();
        // The first question takes the snapshot.
        long change = number(connection, "select version from change_head");
        java.time.Instant takenAt = clock.instant();
        String schema = schema(connection);
        for (Map.Entry<String, List<String>> table : Tables.of(connection).entrySet()) {
            entries.add(table(zip, connection, table.getKey(), table.getValue()));
        }
        connection.rollback();
        // After the snapshot: the file may know more keys than PostgreSQL does, never fewer.
        entries.add(file(zip, "keys.p12", settings.keyFile()));
        if (Files.exists(AdminKeyFile.in(settings.dataDir()))) {
            entries.add(file(zip, "admin.key", AdminKeyFile.in(settings.dataDir())));
        }
        return new Manifest(schema, takenAt, change, entries);
    }

    private static Manifest.Entry table(ZipOutputStream zip, Connection connection, String table, List<String> columns)
            throws IOException, SQLException {
        String name = Manifest.Entry.TABLES + table;
        zip.putNextEntry(new ZipEntry(name));
        Counted out = new Counted(zip);
        long rows = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy \"" + table + "\" (" + String.join(", ", columns) + ") to stdout", out);
        zip.closeEntry();
        return new Manifest.Entry(name, out.bytes, columns, rows);
    }

    private static Manifest.Entry file(ZipOutputStream zip, String simpleName, Path from) throws IOException {
        String name = Manifest.Entry.FILES + simpleName;
        zip.putNextEntry(new ZipEntry(name));
        Counted out = new Counted(zip);
        out.write(OwnerOnlyFile.read(from));
        zip.closeEntry();
        return new Manifest.Entry(name, out.bytes, List.of(), 0);
    }

    private static String schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version from flyway_schema_history where success and version is not null"
                                + " order by installed_rank")) {
            String all = "";
            while (rows.next()) {
                all += (all.isEmpty() ? "" : ",") + rows.getString(1);
            }
            return all;
        }
    }

    private static long number(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Counts what goes through; never closes what it writes to. */
    private static final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
            bytes += len;
        }

        @Override
        public void close() {
            // The archive goes on.
        }
    }
}
