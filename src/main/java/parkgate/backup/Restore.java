package parkgate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;
import parkgate.config.OwnerOnlyFile;
import parkgate.config.Settings;
import parkgate.embedded.DataFolder;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedServerException;
import parkgate.embedded.Replacing;
import parkgate.postgres.Migrations;
import parkgate.signing.KeyCommand;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyFileException;
import parkgate.signing.KeyFingerprint;

/**
 * {@code restore FILE}: a new PostgreSQL is made from a backup in a folder of its own, is told what was revoked since, and only
 * then takes the place of what is there, which is kept aside. Redis goes aside too, and is rebuilt by the service's next start.
 */
public final class Restore {
    /** What a fresh PostgreSQL and its write-ahead log take at most, bytes. */
    private static final long SERVER_BYTES = 700L << 20;

    /** Tables and their indexes, for each byte of their text. */
    private static final long GROWTH = 3;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Settings settings;
    private final InstantSource clock;
    private final Space space;

    /** How much room there is. */
    @FunctionalInterface
    public interface Space {
        /** Bytes that can be written where this folder is. */
        long usable(Path folder) throws IOException;
    }

    /**
     * How it is to be done.
     *
     * @param journalCopy another journal of revocations, a copy from another disk
     * @param acceptLostRevocations go on where it is not known what was revoked since the backup
     */
    public record Wish(Optional<Path> journalCopy, boolean acceptLostRevocations) {}

    public Restore(Settings settings, InstantSource clock) {
        this(settings, clock, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Restore(Settings settings, InstantSource clock, Space space) {
        this.settings = settings;
        this.clock = clock;
        this.space = space;
    }

    /**
     * Does it.
     *
     * @return the lines to be shown
     * @throws BackupException when it cannot be done; what was there is as it was
     */
    public List<String> from(Path file, Wish wish) throws BackupException {
        Backup.requireEmbedded(settings, "restore it with its own tools");
        try (Archive archive = Archive.open(file)) {
            requireSpace(archive.manifest());
            try (DataFolder folder = DataFolder.open(settings.dataDir())) {
                Known known = Known.of(settings, wish.journalCopy(), archive.manifest(), clock.instant());
                if (!known.complete() && !wish.acceptLostRevocations()) {
                    throw new BackupException(known.missing()
                            + " Codes and keys that were revoked since the backup would be good again. Give the journal"
                            + " (--journal FILE), or say --accept-lost-revocations.");
                }
                return replace(archive, folder, known);
            }
        } catch (IOException | SQLException | FlywayException | KeyFileException | EmbeddedServerException e) {
            throw new BackupException("nothing was restored: " + e.getMessage(), e);
        }
    }

    private void requireSpace(Manifest manifest) throws IOException, BackupException {
        Path there = settings.dataDir().toAbsolutePath().normalize();
        while (!Files.isDirectory(there)) {
            there = OwnerOnlyFile.folderOf(there);
        }
        long needed = SERVER_BYTES + GROWTH * manifest.bytes();
        long usable = space.usable(there);
        if (usable < needed) {
            throw new BackupException("there is too little room at " + there + ": " + (needed >> 20)
                    + " MiB are needed, beside what is there now, and " + (usable >> 20) + " MiB are free");
        }
    }

    private List<String> replace(Archive archive, DataFolder folder, Known known)
            throws IOException, SQLException, BackupException, KeyFileException {
        Instant now = clock.instant();
        String stamp = STAMP.format(now);
        Path prepared = folder.root().resolve(Replacing.PREPARED + stamp);
        OwnerOnlyFile.makeFolder(prepared);
        long newest = database(archive, folder, prepared, known, now);
        List<Replacing.Thing> things = new ArrayList<>();
        things.add(new Replacing.Thing("postgres", folder.root().resolve("postgres")));
        for (String password :
                List.of("postgres-superuser.password", "postgres.password", "postgres-service.password")) {
            things.add(new Replacing.Thing(password, folder.root().resolve(password)));
        }
        List<String> lines =
                new ArrayList<>(List.of("Restored " + archive.manifest().takenAt() + "."));
        if (keysAreReplaced(archive, prepared, known, now)) {
            things.add(new Replacing.Thing("keys.p12", settings.keyFile().toAbsolutePath()));
            lines.add("The key file is the backup's.");
        } else {
            Files.delete(prepared.resolve("keys.p12"));
            lines.add("The key file that was there stays: it has the backup's keys, and what became of them since.");
        }
        Path adminKey = folder.root().resolve("admin.key");
        if (!Files.exists(adminKey) && extract(archive, "admin.key", prepared)) {
            things.add(new Replacing.Thing("admin.key", adminKey));
            lines.add("The admin key is the backup's.");
        }
        Replacing.carryOut(folder, stamp, things, List.of("redis"));
        if (known.complete()) {
            Journal.append(
                    settings.revocationJournal(), newest, List.of(Journal.Line.of(now.toEpochMilli(), newest, "LINK")));
        }
        lines.add(known.told());
        lines.add("What was there is in " + folder.root().resolve(Replacing.ASIDE + stamp)
                + ": delete it when you need it no more, it holds secrets.");
        lines.add(
                "Redis is rebuilt by the next start. Cars that came or left since the backup are not known: look at the counts.");
        return lines;
    }

    /** Makes the new PostgreSQL, and stops it again. The version of the change log that it begins with. */
    private long database(Archive archive, DataFolder folder, Path prepared, Known known, Instant now)
            throws IOException, SQLException, BackupException {
        try (DataFolder workshop = DataFolder.open(prepared, folder.binariesFolder());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(workshop)) {
            List<String> schema = List.of(archive.manifest().schema().split(","));
            List<String> ours = Migrations.versions(postgres.uri());
            if (!ours.containsAll(schema)) {
                throw new BackupException("the backup was made by a newer release: use that one, or a newer one");
            }
            String last = ours.stream()
                    .filter(schema::contains)
                    .reduce((one, next) -> next)
                    .orElseThrow();
            Migrations.run(postgres.uri(), last);
            load(archive, postgres.restoringUri());
            Migrations.run(postgres.uri());
            try (Connection connection = Migrations.connect(postgres.uri())) {
                return new AfterRestore(connection, settings.retained().scans()).bring(known, archive.manifest(), now);
            }
        }
    }

    /** As superuser, with no trigger and no check of references: the snapshot was whole. */
    private static void load(Archive archive, String uri) throws SQLException, IOException, BackupException {
        try (Connection connection = Migrations.connect(uri);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set session_replication_role = replica");
            Map<String, List<String>> there = Tables.of(connection);
            String all = there.keySet().stream().map(table -> '"' + table + '"').collect(Collectors.joining(", "));
            statement.execute("truncate " + all);
            for (Manifest.Entry entry : archive.manifest().entries()) {
                if (entry.isTable()) {
                    load(archive, entry, connection, there);
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze");
        }
    }

    private static void load(
            Archive archive, Manifest.Entry entry, Connection connection, Map<String, List<String>> there)
            throws SQLException, IOException, BackupException {
        String table = entry.simpleName();
        if (!there.getOrDefault(table, List.of()).containsAll(entry.columns())) {
            throw new BackupException("the backup has a table or column that its release did not have: " + table);
        }
        long rows;
        try (InputStream in = archive.open(entry)) {
            rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy \"" + table + "\" (" + String.join(", ", entry.columns()) + ") from stdin", in);
        }
        if (rows != entry.rows()) {
            throw new BackupException("the backup's " + table + " has " + rows + " rows, not " + entry.rows());
        }
    }

    /**
     * True when the backup's key file is to be used. One that is there, with the same keys as far as they had come or farther,
     * is newer: a key that was lost since must not come back.
     */
    private boolean keysAreReplaced(Archive archive, Path prepared, Known known, Instant now)
            throws IOException, BackupException, KeyFileException {
        if (!extract(archive, "keys.p12", prepared)) {
            throw new BackupException("the backup has no key file");
        }
        Path restored = prepared.resolve("keys.p12");
        List<KeyFingerprint> backed = KeyFile.read(restored).fingerprints();
        if (Files.exists(settings.keyFile())) {
            List<KeyFingerprint> present = KeyFile.read(settings.keyFile()).fingerprints();
            if (backed.stream().allMatch(key -> present.stream()
                    .anyMatch(now1 -> now1.isOfSameKeyAs(key) && now1.state().compareTo(key.state()) >= 0))) {
                return false;
            }
        }
        for (Journal.Line line : known.lines()) {
            boolean lost = line.kind().equals("SIGNING_KEY")
                    && "COMPROMISED".equals(line.json().getString("state"));
            boolean here = backed.stream()
                    .anyMatch(
                            key -> key.kid().equals(line.id()) && key.state() != parkgate.signing.KeyState.COMPROMISED);
            if (lost && here) {
                KeyCommand.run(List.of("compromise", line.id()), restored, new SecureRandom(), now);
            }
        }
        return true;
    }

    private static boolean extract(Archive archive, String name, Path to) throws IOException, BackupException {
        for (Manifest.Entry entry : archive.manifest().entries()) {
            if (entry.name().equals(Manifest.Entry.FILES + name)) {
                try (InputStream in = archive.open(entry)) {
                    OwnerOnlyFile.write(to.resolve(name), in.readAllBytes());
                }
                return true;
            }
        }
        return false;
    }
}
