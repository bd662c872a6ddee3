package parkgate.load.city;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import parkgate.load.wire.Reply;

/** Looks into an answer without reading all of it: thousands come in a second. */
final class Says {
    private Says() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The text that a field has; null where it has none. */
    static @Nullable String text(Reply reply, String field) {
        String all = reply.text();
        String name = "\"" + field + "\":\"";
        int from = all.indexOf(name);
        return from < 0 ? null : all.substring(from + name.length(), all.indexOf('"', from + name.length()));
    }
}
