package parkgate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser's request was sent by a page of ours: by {@code Sec-Fetch-Site} (Fetch Metadata) where it is sent, else by
 * {@code Origin} (RFC 6454) where that is; what sends neither is no browser.
 */
final class OwnSite {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private OwnSite() {}

    /** Why a request that a cookie speaks for is refused; null: it is not. What changes nothing never is. */
    static @Nullable Problem refusal(HttpServerRequest request, boolean secure, String sessionToken) {
        if (SAFE.contains(request.method())) {
            return null;
        }
        Problem foreign = refusal(request, secure);
        if (foreign != null || Csrf.fits(sessionToken, request.getHeader(Csrf.HEADER))) {
            return foreign;
        }
        return Problem.of(403, "csrf", "The header " + Csrf.HEADER + " is missing or wrong")
                .detail("Send the csrf that signing in, or GET /v1/staff/me, has answered.");
    }

    /** Why a request of a browser is refused; null: it is not. */
    static @Nullable Problem refusal(HttpServerRequest request, boolean secure) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean own = site != null ? site.equals("same-origin") : isOwnOrigin(request, secure);
        return own ? null : Problem.forbidden("This was sent by a page of another site.");
    }

    private static boolean isOwnOrigin(HttpServerRequest request, boolean secure) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return true;
        }
        HostAndPort authority = request.authority();
        if (authority == null) {
            return false;
        }
        String scheme = secure ? "https" : "http";
        String host = scheme + "://" + authority.host();
        boolean usual = authority.port() <= 0 || authority.port() == (secure ? 443 : 80);
        return origin.equalsIgnoreCase(host + ':' + authority.port()) || (usual && origin.equalsIgnoreCase(host));
    }
}
