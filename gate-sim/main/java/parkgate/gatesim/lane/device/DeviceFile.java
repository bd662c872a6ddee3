package parkgate.gatesim.lane.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a device file (a serial line, an event device, a FIFO) for ever: opened again, a second later, whenever it is not
 * there, ends, or goes away, as a USB cable does.
 */
public final class DeviceFile implements Runnable {
    private static final int BUFFER = 4_096;
    private static final long AGAIN_MS = 1_000;

    private final Path file;
    private final Opening opening;
    private final Bytes bytes;
    private final Consumer<String> news;

    /** Takes what was read. */
    public interface Bytes {
        void take(byte[] read, int count);

        /** The device was opened anew: what was half read is nothing. */
        void reset();
    }

    /** What a device needs before it is read. */
    @FunctionalInterface
    public interface Opening {
        void before(Path device) throws IOException;
    }

    public DeviceFile(Path file, Opening opening, Bytes bytes, Consumer<String> news) {
        this.file = file;
        this.opening = opening;
        this.bytes = bytes;
        this.news = news;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER];
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    opening.before(file);
                    readUntilItEnds(buffer);
                    news.accept(file + ": ended; opened again");
                } catch (IOException gone) {
                    news.accept(file + ": " + gone.getMessage() + "; tried again every second");
                }
                Thread.sleep(AGAIN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItEnds(byte[] buffer) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            news.accept(file + ": open");
            bytes.reset();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.take(buffer, count);
            }
        }
    }

    /** Lines of a device that sends lines. */
    public static Bytes lines(Consumer<String> lines) {
        LineBytes text = new LineBytes(lines);
        return new Bytes() {
            @Override
            public void take(byte[] read, int count) {
                text.take(read, count);
            }

            @Override
            public void reset() {
                text.reset();
            }
        };
    }
}
