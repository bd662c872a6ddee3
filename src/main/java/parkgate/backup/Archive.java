package parkgate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup to be read: a ZIP file, and behind it a checksum of all of it. */
final class Archive implements AutoCloseable {
    private static final String SEAL = "parkgate-backup sha256 ";
    private static final int SEAL_BYTES = SEAL.length() + 64;
    private static final int PIECE = 1 << 16;
    private static final int MAX_MANIFEST = 1 << 20;

    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Reads a backup once through, and opens it.
     *
     * @throws BackupException when it is torn, changed, or not one of ours
     */
    static Archive open(Path file) throws BackupException {
        ZipFile zip;
        try {
            check(file);
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new BackupException(file + " is no whole backup: " + e.getMessage(), e);
        }
        boolean good = false;
        try {
            Archive archive = new Archive(zip, manifest(zip, file));
            good = true;
            return archive;
        } catch (IOException e) {
            throw new BackupException(file + " is damaged: " + e.getMessage(), e);
        } finally {
            if (!good) {
                close(zip);
            }
        }
    }

    private static Manifest manifest(ZipFile zip, Path file) throws IOException, BackupException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new BackupException(file + " is no backup of Parkgate");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Manifest.parse(new String(in.readNBytes(MAX_MANIFEST), StandardCharsets.UTF_8));
        }
    }

    /** Reads the file through once. */
    private static void check(Path file) throws IOException, BackupException {
        MessageDigest digest = sha256();
        byte[] seal = new byte[SEAL_BYTES];
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long rest = in.size() - SEAL_BYTES;
            if (rest < 0) {
                throw new BackupException(file + " is no whole backup: it is too short");
            }
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (rest > 0) {
                piece.clear().limit((int) Math.min(PIECE, rest));
                if (in.read(piece) < 0) {
                    throw new BackupException(file + " is no whole backup: it has become shorter");
                }
                rest -= piece.position();
                digest.update(piece.flip());
            }
            ByteBuffer end = ByteBuffer.wrap(seal);
            while (end.hasRemaining() && in.read(end) >= 0) {
                // Until all of it is there.
            }
        }
        String sealed = new String(seal, StandardCharsets.US_ASCII);
        if (!sealed.startsWith(SEAL)) {
            throw new BackupException(file + " is no whole backup: it has no end");
        }
        if (!sealed.equals(seal(digest))) {
            throw new BackupException(file + " is damaged: its content is not what was written");
        }
    }

    /** What stands behind the ZIP file: the SHA-256 of all before it. */
    static String seal(MessageDigest digest) {
        return SEAL + HexFormat.of().formatHex(digest.digest());
    }

    Manifest manifest() {
        return manifest;
    }

    InputStream open(Manifest.Entry entry) throws IOException, BackupException {
        ZipEntry found = zip.getEntry(entry.name());
        if (found == null) {
            throw new BackupException("the backup has lost " + entry.name());
        }
        return zip.getInputStream(found);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void close(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was only read does not close", e);
        }
    }

    @Override
    public void close() {
        close(zip);
    }
}
