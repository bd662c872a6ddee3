package parkgate.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** A file with a secret in it: mode 0600 from its first byte on, refused when others can read it. */
public final class OwnerOnlyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnlyFile() {}

    /**
     * The file's bytes; made first where there is none. Of several that make it at once, one wins and all read its bytes.
     *
     * @param make called only where there is none
     * @throws IOException as {@link #write} and {@link #read}
     */
    public static byte[] readOrMake(Path file, Supplier<byte[]> make) throws IOException {
        if (!Files.exists(file)) {
            put(file, make.get(), OwnerOnlyFile::linkUnlessThere);
        }
        return read(file);
    }

    /**
     * Writes the file whole or not at all: a crash leaves what was there before, or all of this, on disk. The folder is
     * made, for its owner alone, where it is missing.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, byte[] content) throws IOException {
        put(file, content, (whole, target) -> Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE));
    }

    /** The folder that a file is in. */
    public static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "a file has a folder");
    }

    private static void put(Path file, byte[] content, Naming naming) throws IOException {
        Path folder = folderOf(file);
        makeFolder(folder);
        Path whole = Files.createTempFile(folder, ".", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            naming.give(whole, file);
        } finally {
            Files.deleteIfExists(whole);
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /**
     * Makes a folder for its owner alone where there is none; folders above it are made as usual.
     *
     * @throws IOException when it cannot be made
     */
    public static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
    }

    private static void linkUnlessThere(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // Another instance was first: its file is the one.
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * The file's bytes.
     *
     * @throws IOException when it cannot be read, or when anyone but its owner may read or write it
     */
    public static byte[] read(Path file) throws IOException {
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(file));
        open.removeAll(OWNER_ONLY);
        open.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!open.isEmpty()) {
            throw new IOException(file + " holds a secret and is open to others: chmod 600 it");
        }
        return Files.readAllBytes(file);
    }

    private interface Naming {
        void give(Path whole, Path file) throws IOException;
    }
}
