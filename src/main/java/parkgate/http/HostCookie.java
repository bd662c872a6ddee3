package parkgate.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that this host alone sets and reads, and no script.
 *
 * <pre>
 * over https   __Host-NAME  Secure, so that no other host of the domain and nobody on the way can set or read it
 * else         NAME
 * always       HttpOnly, SameSite=Strict, Path=/
 * </pre>
 */
record HostCookie(String name) {
    /** What a request brings of it; null: nothing. */
    @Nullable
    String of(HttpServerRequest request, boolean secure) {
        Cookie cookie = request.getCookie(name(secure));
        return cookie == null ? null : cookie.getValue();
    }

    /** The header's value that has a browser keep it. */
    String keep(String value, Duration life, boolean secure) {
        return Cookie.cookie(name(secure), value)
                .setPath("/")
                .setMaxAge(life.toSeconds())
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .encode();
    }

    /** The header's value that has a browser forget it. */
    String forget(boolean secure) {
        return keep("", Duration.ZERO, secure);
    }

    private String name(boolean secure) {
        return secure ? "__Host-" + name : name;
    }
}
