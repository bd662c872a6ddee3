package parkgate.gatesim.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of records, one a line: eight hexadecimal digits of CRC-32C (RFC 3720) over the text, a space, the text. It is
 * only ever appended to, or replaced whole. What a crash tore off is cut at the next opening; a line that has rotted is left
 * out and counted.
 */
public final class RecordLog implements AutoCloseable {
    private static final int SUM_DIGITS = 8;

    private final Path file;
    private FileChannel channel;
    private long length;
    private long records;
    private final int damaged;

    private RecordLog(Path file, FileChannel channel, long length, long records, int damaged) {
        this.file = file;
        this.channel = channel;
        this.length = length;
        this.records = records;
        this.damaged = damaged;
    }

    /**
     * Opens or makes a file.
     *
     * @param into gets the texts that are there, oldest first
     */
    public static RecordLog open(Path file, List<String> into) throws IOException {
        byte[] there = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int damaged = 0;
        int from = 0;
        for (int at = 0; at < there.length; at++) {
            if (there[at] == '\n') {
                String text = text(new String(there, from, at - from, StandardCharsets.UTF_8));
                if (text == null) {
                    damaged++;
                } else {
                    into.add(text);
                }
                from = at + 1;
            }
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        if (from < there.length) {
            channel.truncate(from);
            channel.force(true);
        }
        channel.position(from);
        Durably.forceFolder(file);
        return new RecordLog(file, channel, from, into.size() + damaged, damaged);
    }

    /** Lines that were whole, and wrong: nobody but a failing disk makes them. */
    public int damaged() {
        return damaged;
    }

    /** Lines of the file. */
    public synchronized long records() {
        return records;
    }

    /**
     * Adds a record. Where that fails, the file is as it was.
     *
     * @param durably on the disk when this returns, so that not even a power cut takes it back
     * @throws IOException when the disk is full or gone
     */
    public synchronized void append(String text, boolean durably) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(line(text));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            if (durably) {
                channel.force(false);
            }
            length = channel.position();
            records++;
        } catch (IOException e) {
            channel.truncate(length);
            channel.position(length);
            throw e;
        }
    }

    /** Puts these records in the place of all others, all or nothing. */
    public synchronized void replace(List<String> texts) throws IOException {
        StringBuilder whole = new StringBuilder();
        texts.forEach(text -> whole.append(new String(line(text), StandardCharsets.UTF_8)));
        byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
        Durably.write(file, bytes);
        FileChannel old = channel;
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ);
        channel.position(bytes.length);
        old.close();
        length = bytes.length;
        records = texts.size();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.force(true);
        channel.close();
    }

    private static byte[] line(String text) {
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a record is one line");
        }
        return (sum(text) + ' ' + text + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(String line) {
        if (line.length() <= SUM_DIGITS || line.charAt(SUM_DIGITS) != ' ') {
            return null;
        }
        String text = line.substring(SUM_DIGITS + 1);
        return line.startsWith(sum(text)) ? text : null;
    }

    private static String sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
