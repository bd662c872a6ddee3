package parkgate.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * What browsers must not do with an answer. Every answer forbids guessing its type, telling where its reader came from,
 * keeping it, framing it, and loading anything for it; a page may load its own files and nothing else, and no code or style
 * stands within it. A reply that brings one of these headers has its say.
 */
final class SecurityHeaders {
    /** For everything that is no page. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** For pages: their own files, their own interface. */
    static final String OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence POLICY_NOTHING = HttpHeaders.createOptimized(NOTHING);
    private static final CharSequence POLICY_OWN = HttpHeaders.createOptimized(OWN);
    private static final CharSequence TRANSPORT = HttpHeaders.createOptimized("strict-transport-security");

    /** A year, for this host alone: what else its domain has is not ours to say. */
    private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private SecurityHeaders() {}

    static void everywhere(MultiMap headers, boolean secure) {
        headers.set(TYPE_OPTIONS, NOSNIFF)
                .set(REFERRER_POLICY, NO_REFERRER)
                .set(POLICY, POLICY_NOTHING)
                .set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (secure) {
            headers.set(TRANSPORT, A_YEAR);
        }
    }

    static void page(MultiMap headers) {
        headers.set(POLICY, POLICY_OWN)
                .set("X-Frame-Options", "DENY")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }
}
