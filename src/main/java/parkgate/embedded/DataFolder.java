package parkgate.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parkgate.config.OwnerOnlyFile;

/**
 * The data folder, locked for as long as this is open: never two services on one folder, in one process or in several.
 *
 * <pre>
 * lock                held by the running service, names its process
 * bin/                the servers' executables
 * log/                postgres.log, redis.log, and those of the run before as *.log.1
 * postgres/           PostgreSQL's data
 * redis/              Redis's configuration and append-only file
 * *.password          what our servers ask of whoever connects, mode 0600
 * .restore-*          what a restore prepares; restore.plan while it is put in place
 * before-restore-*    what was there before one
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    /**
     * Folders open in this process. The lock cannot stand in for this: closing any channel on the lock file drops the
     * locks this process holds on it (POSIX), so a second opening must be refused before it opens the file.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static final int PASSWORD_BYTES = 32;

    private final Path root;
    private final Path binaries;
    private final FileChannel lockFile;

    private DataFolder(Path root, Path binaries, FileChannel lockFile) {
        this.root = root;
        this.binaries = binaries;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder where it is missing and locks it.
     *
     * @throws EmbeddedServerException when another service has it, or it cannot be made
     */
    public static DataFolder open(Path folder) {
        return open(folder, null);
    }

    /**
     * The same, with the executables in a folder of their own: tests share one.
     *
     * @param binaries null for {@code bin} in the folder
     */
    public static DataFolder open(Path folder, @Nullable Path binaries) {
        try {
            OwnerOnlyFile.makeFolder(folder);
            Path root = folder.toRealPath();
            if (!OPEN.add(root)) {
                throw inUse(root, "this very process");
            }
            try {
                FileChannel lockFile = lock(root);
                finishReplacing(root, lockFile);
                return new DataFolder(root, binaries == null ? root.resolve("bin") : binaries, lockFile);
            } catch (IOException | RuntimeException e) {
                OPEN.remove(root);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("DATA_DIR " + folder + " cannot be used: " + e, e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock held = channel.tryLock();
        if (held == null) {
            try (channel) {
                ByteBuffer holder = ByteBuffer.allocate(20);
                channel.read(holder);
                throw inUse(
                        root, "process " + new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII));
            }
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /** A restore that was killed is finished, or what it left is taken away, before anybody uses the folder. */
    private static void finishReplacing(Path root, FileChannel lockFile) throws IOException {
        try {
            Replacing.finish(root);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static EmbeddedServerException inUse(Path root, String holder) {
        return new EmbeddedServerException("DATA_DIR " + root + " is in use by " + holder
                + ": stop that service, or give this one another DATA_DIR");
    }

    /** The folder itself, all links resolved. */
    public Path root() {
        return root;
    }

    /** Where the executables are, for another folder to share them. */
    public Path binariesFolder() {
        return binaries;
    }

    Binaries binaries() {
        return new Binaries(binaries, Platform.current());
    }

    /** The log of a server, with that of the run before kept beside it: two runs are all that is ever kept. */
    Path freshLog(String server) throws IOException {
        Path logs = Files.createDirectories(root.resolve("log"));
        Path log = logs.resolve(server + ".log");
        if (Files.exists(log)) {
            Files.move(log, logs.resolve(server + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    /** The password of that name, made at the first call; 64 hexadecimal digits. */
    String password(String name) throws IOException {
        Path file = root.resolve(name + ".password");
        byte[] kept = OwnerOnlyFile.readOrMake(file, () -> {
            byte[] dice = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(dice);
            return HexFormat.of().formatHex(dice).getBytes(StandardCharsets.US_ASCII);
        });
        return checked(file, kept);
    }

    /** The password of that name in a folder that somebody else may have open. */
    static String knownPassword(Path root, String name) throws IOException {
        Path file = root.resolve(name + ".password");
        return checked(file, OwnerOnlyFile.read(file));
    }

    private static String checked(Path file, byte[] kept) throws IOException {
        String password = new String(kept, StandardCharsets.US_ASCII);
        if (!password.matches("[0-9a-f]{" + 2 * PASSWORD_BYTES + "}")) {
            throw new IOException(file + " is damaged");
        }
        return password;
    }

    /** Unlocks the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new EmbeddedServerException("DATA_DIR " + root + " could not be unlocked: " + e, e);
        } finally {
            OPEN.remove(root);
        }
    }
}
