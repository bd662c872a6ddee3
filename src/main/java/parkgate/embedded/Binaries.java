package parkgate.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The servers' executables, unpacked once from the service's jar into folders named by their content: an upgrade of the
 * jar unpacks anew, an interrupted unpacking leaves nothing that looks whole.
 */
final class Binaries {
    private final Path folder;
    private final Platform platform;

    Binaries(Path folder, Platform platform) {
        this.folder = folder;
        this.platform = platform;
    }

    /** The folder with {@code bin/postgres} and {@code bin/initdb}. */
    Path postgres() throws IOException {
        return unpacked("postgres", platform.postgres(), Binaries::untar);
    }

    /** The {@code redis-server} executable. */
    Path redis() throws IOException {
        return unpacked("redis", platform.redis(), Binaries::copyRedis).resolve("redis-server");
    }

    private Path unpacked(String name, String resource, Unpacking unpacking) throws IOException {
        Path whole = folder.resolve(name + '-' + checksum(resource));
        if (Files.isDirectory(whole)) {
            return whole;
        }
        Files.createDirectories(folder);
        Path partial = Files.createTempDirectory(folder, '.' + name + '-');
        try (InputStream in = location(resource).openStream()) {
            unpacking.unpack(in, partial);
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            removeOlder(name, whole);
            // Where another process has been faster this fails, and its folder is as good.
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(partial);
            if (!Files.isDirectory(whole)) {
                throw e;
            }
        }
        return whole;
    }

    private void removeOlder(String name, Path whole) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, name + "-*")) {
            for (Path older : entries) {
                if (!older.equals(whole)) {
                    Folders.delete(older);
                }
            }
        }
    }

    /** The CRC-32 that the jar has of it: it tells two releases apart, and costs nothing on each start. */
    private static String checksum(String resource) throws IOException {
        URLConnection found = location(resource).openConnection();
        if (found instanceof JarURLConnection jar) {
            return String.format("%08x", jar.getJarEntry().getCrc());
        }
        try (CheckedInputStream in = new CheckedInputStream(found.getInputStream(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return String.format("%08x", in.getChecksum().getValue());
        }
    }

    private static URL location(String resource) {
        URL found = Binaries.class.getResource('/' + resource);
        if (found == null) {
            throw EmbeddedServerException.notHere(resource + " is not in this jar");
        }
        return found;
    }

    private static void untar(InputStream packed, Path to) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(to, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Folders.writeDurably(target, tar, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new FileAlreadyExistsException(name, null, "an archive entry points out of its folder");
        }
        return target;
    }

    private static void copyRedis(InputStream in, Path to) throws IOException {
        Folders.writeDurably(to.resolve("redis-server"), in, true);
    }

    private interface Unpacking {
        void unpack(InputStream in, Path to) throws IOException;
    }
}
