package parkgate.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session's token: {@value #TOKEN_LENGTH} lower-case hexadecimal digits, 256 random bits.
 *
 * <pre>
 * over https   __Host-parkgate  Secure, so that no other host of the domain and nobody on the way can set or read it
 * else         parkgate
 * always       HttpOnly, SameSite=Strict, Path=/
 * </pre>
 */
public final class SessionCookie {
    /** Characters of a token. */
    public static final int TOKEN_LENGTH = 64;

    private static final String NAME = "parkgate";
    private static final String SECURE_NAME = "__Host-parkgate";

    private SessionCookie() {}

    /** Whether a text has the form of a token. */
    public static boolean isToken(String text) {
        return text.length() == TOKEN_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    static @Nullable String tokenOf(HttpServerRequest request, boolean secure) {
        Cookie cookie = request.getCookie(secure ? SECURE_NAME : NAME);
        return cookie == null || !isToken(cookie.getValue()) ? null : cookie.getValue();
    }

    /** The header's value that has a browser keep a token. */
    public static String keep(String token, Duration life, boolean secure) {
        return cookie(token, life.toSeconds(), secure);
    }

    /** The header's value that has a browser forget it. */
    public static String forget(boolean secure) {
        return cookie("", 0, secure);
    }

    private static String cookie(String value, long maxAgeSeconds, boolean secure) {
        return Cookie.cookie(secure ? SECURE_NAME : NAME, value)
                .setPath("/")
                .setMaxAge(maxAgeSeconds)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .encode();
    }
}
