package parkgate.signing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.config.OwnerOnlyFile;

/**
 * The service's own keys: one PKCS#12 file, made at the first start, the same for all instances of one database.
 *
 * <p>What protects it is its mode, 0600, and a file that others may read is refused. The format wants a password; the
 * one it has is public (see {@link KeyStoreFormat}) and protects nothing.
 *
 * <p>A change replaces the file whole, under a lock on a file beside it, so that neither two commands nor a reader meet.
 */
public final class KeyFile {
    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
    private static final Object ONE_AT_A_TIME = new Object();

    private KeyFile() {}

    /** A change of the keys in the file. */
    interface Change {
        /**
         * The keys as they are to be.
         *
         * @throws KeyFileException when that must not be; the file then stays as it is
         */
        List<FileKey> to(List<FileKey> keys) throws KeyFileException;
    }

    /**
     * Reads the file, and makes it first where there is none. Of several processes that make it at once, one's file
     * stands and all read that. A process that dies on the way leaves no half file under the name. A file from before paper
     * had a key of its own is given one.
     *
     * @param now when keys that are made here are published
     * @throws KeyFileException when the file cannot be read, made or understood, or others may read it
     */
    public static KeyRing openOrMake(Path file, SecureRandom random, Instant now) throws KeyFileException {
        try {
            OwnerOnlyFile.readOrMake(file, () -> KeyStoreFormat.write(KeyChanges.firstKeys(random, now), now));
        } catch (IOException e) {
            throw unusable(file, e);
        }
        KeyRing ring = read(file);
        if (!KeyChanges.lacksPaper(ring.keys())) {
            return ring;
        }
        try {
            return change(file, now, keys -> KeyChanges.withPaper(keys, now));
        } catch (KeyFileException e) {
            // The paper key follows from the code key: whoever can write the file gives it the same one.
            log.warn("the key file cannot be brought up to date, paper is signed as before: {}", e.getMessage());
            return new KeyRing(KeyChanges.withPaper(ring.keys(), now));
        }
    }

    /**
     * Reads the file as it is.
     *
     * @throws KeyFileException when it cannot be read or understood, or others may read it
     */
    public static KeyRing read(Path file) throws KeyFileException {
        byte[] bytes;
        try {
            bytes = OwnerOnlyFile.read(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        try {
            return new KeyRing(KeyStoreFormat.read(bytes));
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is not one of Parkgate's: " + reason(e), e);
        }
    }

    /** A file that ends too early has no message of its own. */
    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null ? "its bytes are no whole PKCS#12 file" : message;
    }

    /**
     * Changes the file, for its owner alone as before: whole or not at all, and seen whole or not at all by those who read it
     * meanwhile. Blocks while another change is made.
     *
     * @return as it is now
     * @throws KeyFileException when the change must not be, or the file cannot be read or written
     */
    static KeyRing change(Path file, Instant now, Change change) throws KeyFileException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(
                            beside,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    FileLock lock = channel.lock()) {
                log.debug("changing the key file under {}", lock);
                KeyRing ring = new KeyRing(change.to(read(file).keys()));
                OwnerOnlyFile.write(file, KeyStoreFormat.write(ring.keys(), now));
                return ring;
            } catch (IOException e) {
                throw unusable(file, e);
            }
        }
    }

    private static KeyFileException unusable(Path file, IOException e) {
        return e instanceof FileSystemException where
                ? new KeyFileException(
                        "key file " + file + ": " + e.getClass().getSimpleName() + " on " + where.getFile(), e)
                : new KeyFileException("key file: " + e.getMessage(), e);
    }
}
