package parkgate.gatesim.lane.device;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of a scanner's bytes: CR, LF or both end one, empty ones are none. Of a line that is longer than
 * {@value #LONGEST} bytes nothing is passed on: no code is, and what follows it is another line.
 */
public final class LineBytes {
    /** Twice the longest code. */
    static final int LONGEST = 1_024;

    private final Consumer<String> lines;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean tooLong;

    public LineBytes(Consumer<String> lines) {
        this.lines = lines;
    }

    /** The next bytes. */
    public void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                end();
            } else if (length == LONGEST) {
                tooLong = true;
            } else {
                line[length++] = bytes[i];
            }
        }
    }

    /** Nothing follows: what stands there is a line too. */
    public void end() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
        boolean whole = !tooLong;
        length = 0;
        tooLong = false;
        if (whole && !text.isEmpty()) {
            lines.accept(text);
        }
    }

    /** What stands there was torn off. */
    public void reset() {
        length = 0;
        tooLong = false;
    }
}
