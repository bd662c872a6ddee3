package parkgate.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with a problem document (RFC 9457). Thrown or failed with; carries no stack trace, since
 * it is an answer and not a fault. Texts help whoever wrote the client and never repeat what was sent.
 */
public final class Problem extends RuntimeException {
    private final int status;
    private final String slug;
    private final @Nullable String detail;
    private final List<FieldError> errors;
    private final Map<String, String> headers;

    /** One bad field. {@code field} is a JSON pointer into the body, or the name of a parameter. */
    public record FieldError(String field, String message) {}

    private Problem(
            int status,
            String slug,
            String title,
            @Nullable String detail,
            List<FieldError> errors,
            Map<String, String> headers) {
        super(title, null, false, false);
        this.status = status;
        this.slug = slug;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /**
     * A problem.
     *
     * @param slug stable: clients tell problems apart by {@code /problems/<slug>}
     * @param title what went wrong, the same for every occurrence
     */
    public static Problem of(int status, String slug, String title) {
        return new Problem(status, slug, title, null, List.of(), Map.of());
    }

    /** 400: the request is not what HTTP or JSON allow. */
    public static Problem badRequest(String detail) {
        return of(400, "bad-request", "The request cannot be read").detail(detail);
    }

    /** 401: no key, or one that is unknown, revoked or over. */
    public static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "A valid access key is needed")
                .detail(detail)
                .header("WWW-Authenticate", "Bearer realm=\"parkgate\"");
    }

    /** 403: a good key, but for something else. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "This key does not allow that").detail(detail);
    }

    /** 404: nothing is there. */
    public static Problem notFound(String detail) {
        return of(404, "not-found", "There is no such thing").detail(detail);
    }

    /** 409: it stands against what is already so. */
    public static Problem conflict(String slug, String title) {
        return of(409, slug, title);
    }

    /** 412: {@code If-Match} names an older version. */
    public static Problem changedMeanwhile() {
        return of(412, "changed-meanwhile", "It was changed by somebody else")
                .detail("Read it again and send its ETag in If-Match.");
    }

    /** 422: well-formed, but a field is not what the contract says. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(422, "invalid-request", "The request is not valid", null, errors, Map.of());
    }

    /** 422 for one field. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /**
     * 503: cannot be answered now.
     *
     * @param retryAfterSeconds at least 1
     */
    public static Problem unavailable(String slug, String title, int retryAfterSeconds) {
        return of(503, slug, title).header("Retry-After", Integer.toString(retryAfterSeconds));
    }

    /** The same with what is particular about this occurrence. */
    public Problem detail(@Nullable String text) {
        return new Problem(status, slug, title(), text, errors, headers);
    }

    /** The same with one more header. */
    public Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, slug, title(), detail, errors, more);
    }

    /** The same with one more bad field. */
    public Problem error(String field, String message) {
        List<FieldError> more = new ArrayList<>(errors);
        more.add(new FieldError(field, message));
        return new Problem(status, slug, title(), detail, more, headers);
    }

    public int status() {
        return status;
    }

    /** What its {@code type} ends in. */
    public String slug() {
        return slug;
    }

    public String title() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The same, said on a connection that is then closed, since what else it carries cannot be read. */
    Problem closing() {
        return header("Connection", "close");
    }

    boolean closes() {
        return headers.containsKey("Connection");
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The document: {@code type, title, status, detail?, requestId, errors?}. */
    JsonObject document(String requestId) {
        JsonObject document = new JsonObject()
                .put("type", "/problems/" + slug)
                .put("title", title())
                .put("status", status);
        if (detail != null) {
            document.put("detail", detail);
        }
        document.put("requestId", requestId);
        if (!errors.isEmpty()) {
            JsonArray list = new JsonArray();
            for (FieldError error : errors) {
                list.add(new JsonObject().put("field", error.field()).put("message", error.message()));
            }
            document.put("errors", list);
        }
        return document;
    }
}
