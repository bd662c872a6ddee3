package parkgate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that the contract has passed: known caller, valid parameters, valid body.
 */
public final class Call {
    private final HttpServerRequest request;
    private final From from;
    private final @Nullable Caller caller;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final JsonObject body;

    /**
     * Where it came from.
     *
     * @param secure nobody on the way could read it
     */
    record From(String requestId, String client, boolean secure) {}

    Call(
            HttpServerRequest request,
            From from,
            @Nullable Caller caller,
            Map<String, String> path,
            Map<String, String> query,
            JsonObject body) {
        this.request = request;
        this.from = from;
        this.caller = caller;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** Whose key it carries. Not for operations that are open to anyone. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("an operation that is open to anyone has no caller");
        }
        return caller;
    }

    /** Whose key it carries; null where it came without one to an operation that lets it in. */
    public @Nullable Caller callerIfAny() {
        return caller;
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the contract has no path parameter " + name);
        }
        return value;
    }

    /** A parameter of the query, decoded; null when it was not sent. A whole number's text parses. */
    public @Nullable String query(String name) {
        return query.get(name);
    }

    /** The JSON body; empty where none was sent and none is needed. */
    public JsonObject body() {
        return body;
    }

    /** A header, like {@code If-Match}; null when it was not sent. */
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** The address that the request comes from, for limits; never for a log or a record. */
    public String client() {
        return from.client();
    }

    /** Whether nobody on the way could read it, as far as the trusted proxies say. */
    public boolean isSecure() {
        return from.secure();
    }

    /** The token of the session that its cookie names; null where there is none. Not looked at where a key was sent. */
    public @Nullable String sessionToken() {
        return SessionCookie.tokenOf(request, from.secure());
    }

    /** The mark of its browser, {@link BrowserCookie}; empty where there is none. Whatever a client likes to send, of bounded length. */
    public String browserMark() {
        String mark = BrowserCookie.COOKIE.of(request, from.secure());
        return mark == null || mark.length() > BrowserCookie.MAX_LENGTH ? "" : mark;
    }

    /**
     * Refuses what another site's page has sent.
     *
     * @throws Problem 403
     */
    public void requireOwnSite() {
        Problem refusal = OwnSite.refusal(request, from.secure());
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Stands in the answer's {@code X-Request-Id} and in the log; unique enough to be an operator's request's key. */
    public String requestId() {
        return from.requestId();
    }
}
