package parkgate.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 9112 forbids in the head of a request, or leaves to the reader, and another reader before us may have read
 * otherwise. The decoder has seen to the rest: line ends, lengths given twice, a length beside an encoding.
 */
final class HeadRules {
    private static final String CHUNKED = "chunked";

    /** An old draft of WebSocket: with it a body of 8 bytes follows that no length announces. */
    private static final String DRAFT_KEY = "sec-websocket-key1";

    private static final String HOST_MARKS = "-._~!$&'()*+,;=%:[]";

    private HeadRules() {}

    /** Why this head is refused; null: it is not. Any input. */
    static @Nullable Problem refusal(HttpRequest head) {
        HttpVersion version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Problem.of(505, "http-version", "This version of HTTP is not spoken here");
        }
        if (!isPrintable(head.uri())) {
            return Problem.badRequest("The request target has characters that must be escaped.");
        }
        return fieldRefusal(head.headers(), version.equals(HttpVersion.HTTP_1_1));
    }

    private static @Nullable Problem fieldRefusal(HttpHeaders fields, boolean hostNeeded) {
        int hosts = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> all = fields.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = all.next();
            CharSequence name = field.getKey();
            if (name.length() == 0) {
                return Problem.badRequest("A header has no name.");
            }
            if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
                hosts++;
                if (!isHost(field.getValue())) {
                    return Problem.badRequest("Host is not one.");
                }
            } else if (HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
                List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
                if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase(CHUNKED)) {
                    return Problem.badRequest("The only Transfer-Encoding that is read is: chunked.");
                }
            } else if (name.length() == DRAFT_KEY.length() && DRAFT_KEY.equalsIgnoreCase(name.toString())) {
                return Problem.badRequest("WebSocket is not spoken here.");
            }
        }
        return hosts > 1 || (hosts == 0 && hostNeeded) ? Problem.badRequest("Send one Host.") : null;
    }

    private static boolean isPrintable(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return !target.isEmpty();
    }

    private static boolean isHost(CharSequence host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && HOST_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
