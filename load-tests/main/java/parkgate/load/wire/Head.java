package parkgate.load.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The head of a request that is sent many times, made once. */
public final class Head {
    private final byte[] before;

    /** {@code POST path} with a key. */
    public Head(String path, String host, String key) {
        this.before = ("POST " + path + " HTTP/1.1\r\nhost: " + host + "\r\nauthorization: Bearer " + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The request with this body. */
    public Buffer with(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(before.length + bytes.length + 8)
                .appendBytes(before)
                .appendString(Integer.toString(bytes.length))
                .appendString("\r\n\r\n")
                .appendBytes(bytes);
    }
}
