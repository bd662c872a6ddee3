package parkgate.core.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an event carries beside its fields (who and why, the plate's hash, the lane's own time), as URL-encoded pairs
 * {@code k=v&k2=v2}: application/x-www-form-urlencoded, so that no separator of ours can stand in it.
 */
public final class Extra {
    /** The longest extra text, in characters. A reset of a large lot names every session that it closed. */
    public static final int MAX_CHARS = 4 << 20;

    /** Most pairs read. */
    private static final int MAX_PAIRS = 64;

    private Extra() {}

    /** Pairs in the map's order; names and values may hold any text. */
    public static String format(Map<String, String> pairs) {
        StringBuilder out = new StringBuilder();
        pairs.forEach((name, value) -> out.append(out.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return check(out.toString());
    }

    /** The same with these stays' sessions, in their order as text, under a name; unchanged when there are none. */
    static String withSessions(String extra, String name, List<Stay> stays) {
        String sessions = stays.stream().map(Stay::sessionId).sorted().collect(Collectors.joining(","));
        String pair = sessions.isEmpty() ? "" : name + '=' + sessions;
        return extra.isEmpty() || pair.isEmpty() ? extra + pair : extra + '&' + pair;
    }

    /**
     * The pairs in their order; of two with one name the last.
     *
     * @throws IllegalArgumentException when the text is not such pairs
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        String[] pairs = check(text).split("&", MAX_PAIRS + 1);
        if (pairs.length > MAX_PAIRS) {
            throw new IllegalArgumentException("extra: more than " + MAX_PAIRS + " pairs");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("extra: a pair without =");
                }
                out.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return out;
    }

    /** {@code text} when it has only {@code [A-Za-z0-9%&=+,._*-]} and is not too long. */
    static String check(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("extra: longer than " + MAX_CHARS);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!PackedText.isLetterOrDigit(c) && "%&=+,._*-".indexOf(c) < 0) {
                throw new IllegalArgumentException("extra: a character that is not URL-encoded");
            }
        }
        return text;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
