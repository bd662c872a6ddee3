package parkgate.gatesim.lane.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The lane's own counter: 1, 2, 3 …, and never a number twice. Numbers are taken from the disk in blocks, so a crash skips
 * at most {@value #BLOCK} of them.
 */
public final class DeviceSeq {
    private static final int BLOCK = 1_000;

    private final Path file;
    private long last;
    private long reserved;

    private DeviceSeq(Path file, long reserved) {
        this.file = file;
        this.last = reserved;
        this.reserved = reserved;
    }

    /**
     * Goes on behind what the file says.
     *
     * @param atLeast the highest number that stands anywhere else, should the file be gone
     * @param spoilt a number above all that were ever taken, should the file hold none
     * @param complaints told of that
     */
    public static DeviceSeq open(Path file, long atLeast, LongSupplier spoilt, Consumer<String> complaints)
            throws IOException {
        if (!Files.exists(file)) {
            return new DeviceSeq(file, atLeast);
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
        if (!text.matches("\\d{1,15}")) {
            long from = Math.max(atLeast, spoilt.getAsLong());
            complaints.accept(file + ": holds no number, goes on from " + from + ": is the disk failing?");
            return new DeviceSeq(file, from);
        }
        return new DeviceSeq(file, Math.max(atLeast, Long.parseLong(text)));
    }

    /**
     * The next number.
     *
     * @throws IOException when the next block cannot be reserved
     */
    public synchronized long next() throws IOException {
        if (last == reserved) {
            Durably.write(file, Long.toString(reserved + BLOCK).getBytes(StandardCharsets.US_ASCII));
            reserved += BLOCK;
        }
        return ++last;
    }
}
