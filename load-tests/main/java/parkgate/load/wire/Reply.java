package parkgate.load.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * What came back.
 *
 * @param status the HTTP status, or {@link #NOTHING} where the connection ended without an answer
 * @param body its body, whole
 */
public record Reply(int status, byte[] body) {
    public static final int NOTHING = 0;

    static final Reply NONE = new Reply(NOTHING, new byte[0]);

    /** Whether the body has this ASCII text in it; looked for byte by byte, since it is asked of every answer. */
    public boolean says(byte[] text) {
        int last = body.length - text.length;
        for (int from = 0; from <= last; from++) {
            int i = 0;
            while (i < text.length && body[from + i] == text[i]) {
                i++;
            }
            if (i == text.length) {
                return true;
            }
        }
        return false;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON would be read from it. */
    public Buffer buffer() {
        return Buffer.buffer(body);
    }
}
