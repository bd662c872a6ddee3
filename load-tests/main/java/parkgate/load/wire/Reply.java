package parkgate.load.wire;

import java.nio.charset.StandardCharsets;

/** What came back. */
public final class Reply {
    /** The status where the connection ended, or whoever asked gave up, without an answer. */
    public static final int NOTHING = 0;

    static final Reply NONE = new Reply(NOTHING, new byte[0]);

    private final int status;
    private final byte[] body;

    /**
     * An answer.
     *
     * @param status the HTTP status, or {@link #NOTHING}
     * @param body its body, whole; not changed afterwards
     */
    Reply(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** How many bytes its body has. */
    public int length() {
        return body.length;
    }

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
}
