package parkgate.gatesim.lane.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * What a scanner types that passes itself off as a keyboard: Linux input events ({@code struct input_event}: the time, then
 * type and code of 16 bits, value of 32), of which key presses are text by a US layout. Enter ends a line.
 */
public final class WedgeKeys implements DeviceFile.Bytes {
    private static final int KEY = 1;
    private static final int RELEASED = 0;
    private static final int PRESSED = 1;
    private static final int ENTER = 28;
    private static final int KEYPAD_ENTER = 96;
    private static final int LEFT_SHIFT = 42;
    private static final int RIGHT_SHIFT = 54;

    /** The characters of key codes 2 to 57, NUL where a key has none. */
    private static final String PLAIN = "1234567890-=\0\0qwertyuiop[]\0\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";

    private static final String SHIFTED = "!@#$%^&*()_+\0\0QWERTYUIOP{}\0\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

    private static final int FIRST = 2;

    private final ByteBuffer event;
    private final LineBytes line;
    private boolean shift;

    /**
     * Decodes for a machine.
     *
     * @param wide 64-bit time stamps: 24 bytes an event instead of 16
     */
    public WedgeKeys(boolean wide, ByteOrder order, Consumer<String> lines) {
        this.event = ByteBuffer.allocate(wide ? 24 : 16).order(order);
        this.line = new LineBytes(lines);
    }

    /** For this machine. */
    public static WedgeKeys here(Consumer<String> lines) {
        return new WedgeKeys(System.getProperty("os.arch", "").contains("64"), ByteOrder.nativeOrder(), lines);
    }

    @Override
    public void take(byte[] read, int count) {
        for (int i = 0; i < count; i++) {
            event.put(read[i]);
            if (!event.hasRemaining()) {
                int at = event.capacity() - 8;
                key(event.getShort(at), event.getShort(at + 2), event.getInt(at + 4));
                event.clear();
            }
        }
    }

    @Override
    public void reset() {
        event.clear();
        line.reset();
        shift = false;
    }

    private void key(int type, int code, int value) {
        if (type != KEY) {
            return;
        }
        if (code == LEFT_SHIFT || code == RIGHT_SHIFT) {
            shift = value != RELEASED;
        } else if (value == PRESSED && (code == ENTER || code == KEYPAD_ENTER)) {
            line.end();
        } else if (value == PRESSED && code >= FIRST && code < FIRST + PLAIN.length()) {
            char typed = (shift ? SHIFTED : PLAIN).charAt(code - FIRST);
            if (typed != 0) {
                line.take(new byte[] {(byte) typed}, 1);
            }
        }
    }
}
