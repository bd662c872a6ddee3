package parkgate.signing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The service's own keys: one PKCS#12 file, made at the first start, the same for all instances of one database.
 *
 * <p>What protects it is its mode, 0600, and a file that others may read is refused. The format wants a password; the
 * one it has is public (see {@link KeyStoreFormat}) and protects nothing.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private KeyFile() {}

    /**
     * Reads the file, and makes it first where there is none. Of several processes that make it at once, one's file
     * stands and all read that. A process that dies on the way leaves no half file under the name.
     *
     * @param now stands in the keys' certificates as the day they were made
     * @throws KeyFileException when the file cannot be read, made or understood, or others may read it
     */
    public static KeyRing openOrMake(Path file, SecureRandom random, Instant now) throws KeyFileException {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file, random, now);
            }
            refuseWhenOthersMayRead(file);
            return KeyStoreFormat.read(Files.readAllBytes(file));
        } catch (FileSystemException e) {
            throw new KeyFileException(
                    "key file " + file + ": " + e.getClass().getSimpleName() + " on " + e.getFile(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is not one of Parkgate's: " + e.getMessage(), e);
        }
    }

    private static void make(Path file, SecureRandom random, Instant now) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            throw new IOException("not a file name");
        }
        Files.createDirectories(folder);
        // createTempFile makes it readable by its owner alone.
        Path draft = Files.createTempFile(folder, "." + name + ".", ".draft");
        try {
            Files.write(draft, KeyStoreFormat.write(newSecrets(random), now));
            sync(draft);
            publish(draft, file);
            sync(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Gives the finished draft its name, unless another process was first. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherProcessWasFirst) {
            return;
        } catch (UnsupportedOperationException | FileSystemException noHardLinksHere) {
            // Here two first starts at the same moment could each make one; the fingerprints in PostgreSQL show it.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Map<KeyPurpose, byte[]> newSecrets(SecureRandom random) {
        Map<KeyPurpose, byte[]> secrets = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] secret = new byte[KeyRing.SECRET_BYTES];
            random.nextBytes(secret);
            secrets.put(purpose, secret);
        }
        return secrets;
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void refuseWhenOthersMayRead(Path file) throws IOException, KeyFileException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            throw new KeyFileException("key file " + file + ": this file system has no modes to protect it by");
        }
        Set<PosixFilePermission> tooMuch = EnumSet.copyOf(view.readAttributes().permissions());
        tooMuch.removeAll(OWNERS);
        if (!tooMuch.isEmpty()) {
            throw new KeyFileException("key file " + file + " is open to others ("
                    + PosixFilePermissions.toString(view.readAttributes().permissions()) + "): chmod 600 " + file);
        }
    }
}
