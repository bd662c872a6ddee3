package parkgate.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The {@link HostCookie} {@code parkgate}, which holds a session's token: {@value #TOKEN_LENGTH} lower-case hexadecimal digits, 256
 * random bits.
 */
public final class SessionCookie {
    /** Characters of a token. */
    public static final int TOKEN_LENGTH = 64;

    private static final HostCookie COOKIE = new HostCookie("parkgate");

    private SessionCookie() {}

    /** Whether a text has the form of a token. */
    public static boolean isToken(String text) {
        return text.length() == TOKEN_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    static @Nullable String tokenOf(HttpServerRequest request, boolean secure) {
        String value = COOKIE.of(request, secure);
        return value == null || !isToken(value) ? null : value;
    }

    /** The header's value that has a browser keep a token. */
    public static String keep(String token, Duration life, boolean secure) {
        return COOKIE.keep(token, life, secure);
    }

    /** The header's value that has a browser forget it. */
    public static String forget(boolean secure) {
        return COOKIE.forget(secure);
    }
}
