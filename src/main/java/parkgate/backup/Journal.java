package parkgate.backup;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import parkgate.config.OwnerOnlyFile;

/**
 * What was revoked, in a file outside of the database: a restored backup knows only what was revoked before it was taken. Lines
 * are appended and on disk before a revocation is answered; a torn last line was never answered.
 *
 * <pre>
 * CRC32C as 8 hexadecimal digits, blank, JSON, newline
 * {"at":unix ms, "version":of the change log, "kind":…, "id":…, more}
 *   BEGIN        nothing is known from before this version
 *   ALIVE, END   everything up to this version stands above; END: the service ended
 *   LINK         a restore has led the change log on to this version
 *   CREDENTIAL   revoked or replaced: root, type, index, notBefore, expiresAt (unix seconds), erased
 *   KEY          an access key was revoked
 *   RIGHT        a right was ended
 *   STAFF        a person's account was deleted, or its password set: deleted, passwordSetAt (unix microseconds)
 *   SIGNING_KEY  a key of the key file has moved on: purpose, state
 * </pre>
 *
 * One file of at most 64 MiB, and the one before it.
 */
final class Journal {
    static final long MAX_BYTES = 64L << 20;

    private static final int MAX_LINE = 4_096;
    private static final Object ONE_AT_A_TIME = new Object();

    private Journal() {}

    /** One line. */
    record Line(long at, long version, String kind, JsonObject json) {
        static Line of(long at, long version, String kind) {
            return new Line(at, version, kind, new JsonObject());
        }

        String id() {
            return json.getString("id", "");
        }

        private byte[] bytes() {
            JsonObject all = new JsonObject()
                    .put("at", at)
                    .put("version", version)
                    .put("kind", kind)
                    .mergeIn(json);
            byte[] text = all.encode().getBytes(StandardCharsets.UTF_8);
            return (checksum(text) + ' ' + new String(text, StandardCharsets.UTF_8) + '\n')
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * What a file holds.
     *
     * @param damaged true when a line that is not the last one cannot be read
     */
    record Content(List<Line> lines, boolean damaged) {
        Optional<Line> last() {
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
        }

        /** Everything up to this version stands here, or is before its beginning; -1 where there is nothing. */
        long version() {
            return lines.stream().mapToLong(Line::version).max().orElse(-1);
        }

        /** Everything that was revoked after this version stands here. */
        boolean covers(long version) {
            boolean covered = false;
            long end = -1;
            for (Line line : lines) {
                if (line.kind().equals("BEGIN")) {
                    // A beginning where the file before it ended is none.
                    covered = line.version() <= version || (covered && line.version() == end);
                }
                end = Math.max(end, line.version());
            }
            return covered && !damaged;
        }
    }

    /** The file before the present one. */
    static Path older(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** The present file and the one before it; of a missing one nothing. */
    static Content readBoth(Path file) throws IOException {
        Content older = read(older(file));
        Content newer = read(file);
        List<Line> lines = new ArrayList<>(older.lines());
        lines.addAll(newer.lines());
        return new Content(lines, older.damaged() || newer.damaged());
    }

    private static Content read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        boolean damaged = false;
        if (Files.exists(file)) {
            boolean bad = false;
            try (var texts = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                for (String text : (Iterable<String>) texts::iterator) {
                    damaged |= bad;
                    Optional<Line> line = parse(text);
                    bad = line.isEmpty();
                    line.ifPresent(lines::add);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new Content(lines, damaged);
    }

    private static Optional<Line> parse(String latin) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 10 || bytes.length > MAX_LINE || bytes[8] != ' ') {
            return Optional.empty();
        }
        byte[] text = java.util.Arrays.copyOfRange(bytes, 9, bytes.length);
        if (!latin.startsWith(checksum(text))) {
            return Optional.empty();
        }
        try {
            JsonObject json = new JsonObject(new String(text, StandardCharsets.UTF_8));
            return Optional.of(new Line(json.getLong("at"), json.getLong("version"), json.getString("kind"), json));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static String checksum(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text);
        return String.format("%08x", crc.getValue());
    }

    /**
     * Appends lines and has them on disk before it returns; a torn line at the end is cut off first. A file that has grown to
     * {@link #MAX_BYTES} becomes the older one, and the new one begins where that ended. Several instances may share a file: a
     * lock beside it keeps their lines apart. Blocks.
     *
     * @param at version that everything up to stands in the file already
     */
    static void append(Path file, long at, List<Line> lines) throws IOException {
        OwnerOnlyFile.makeFolder(OwnerOnlyFile.folderOf(file));
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel beside = open(file.resolveSibling(file.getFileName() + ".lock"));
                    FileLock held = beside.lock()) {
                if (!held.isValid()) {
                    throw new IOException("the lock beside " + file + " was lost");
                }
                if (Files.exists(file) && Files.size(file) >= MAX_BYTES) {
                    Files.move(file, older(file), StandardCopyOption.ATOMIC_MOVE);
                    write(file, List.of(Line.of(lines.get(0).at(), at, "BEGIN")));
                }
                write(file, lines);
            }
        }
    }

    private static void write(Path file, List<Line> lines) throws IOException {
        boolean fresh = !Files.exists(file);
        try (FileChannel out = open(file)) {
            out.position(wholeLines(out));
            out.truncate(out.position());
            for (Line line : lines) {
                ByteBuffer rest = ByteBuffer.wrap(line.bytes());
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        if (fresh) {
            persist(file);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void persist(Path file) throws IOException {
        try (FileChannel names = FileChannel.open(OwnerOnlyFile.folderOf(file), StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static long wholeLines(FileChannel out) throws IOException {
        long end = out.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            out.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }
}
