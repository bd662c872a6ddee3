package parkgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param body empty for 204 and 304
 * @param headers beside those that every answer gets
 * @param cookies values of {@code Set-Cookie}
 */
public record Reply(int status, Buffer body, Map<String, String> headers, List<String> cookies) {
    static final String JSON = "application/json";

    public Reply {
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    /** JSON. */
    public static Reply of(int status, JsonObject body) {
        return new Reply(status, body.toBuffer(), Map.of("Content-Type", JSON), List.of());
    }

    /** Bytes of any type. */
    public static Reply of(int status, String contentType, Buffer body) {
        return new Reply(status, body, Map.of("Content-Type", contentType), List.of());
    }

    /** No body: 204, 304. */
    public static Reply empty(int status) {
        return new Reply(status, Buffer.buffer(), Map.of(), List.of());
    }

    /** The same with one more header, or another value of it. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more, cookies);
    }

    /** The same with one more cookie. */
    public Reply keeping(String cookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(cookie);
        return new Reply(status, body, headers, more);
    }
}
