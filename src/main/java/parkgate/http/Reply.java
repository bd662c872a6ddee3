package parkgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param body empty for 204 and 304
 * @param headers beside those that every answer gets
 */
public record Reply(int status, Buffer body, Map<String, String> headers) {
    static final String JSON = "application/json";

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** JSON. */
    public static Reply of(int status, JsonObject body) {
        return new Reply(status, body.toBuffer(), Map.of("Content-Type", JSON));
    }

    /** Bytes of any type. */
    public static Reply of(int status, String contentType, Buffer body) {
        return new Reply(status, body, Map.of("Content-Type", contentType));
    }

    /** No body: 204, 304. */
    public static Reply empty(int status) {
        return new Reply(status, Buffer.buffer(), Map.of());
    }

    /** The same with one more header, or another value of it. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more);
    }
}
