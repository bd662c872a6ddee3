package parkgate.credential;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import parkgate.credential.StatusLists.Form;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Conditional;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.signing.StatusList;

/** {@code GET /v1/status-lists/{shard}}: which credentials are no longer good, for anyone who verifies codes. */
final class StatusListRoute {
    private final StatusLists lists;
    private final String publicUrl;

    /**
     * The route.
     *
     * @param publicUrl stands in the tokens, without a slash at its end
     */
    StatusListRoute(StatusLists lists, String publicUrl) {
        this.lists = lists;
        this.publicUrl = publicUrl;
    }

    void mount(Api api) {
        api.on("getStatusList", Access.ANYONE, this::get);
    }

    private Future<Reply> get(Call call) {
        int shard = Integer.parseInt(call.path("shard"));
        Form form = form(call.header("Accept"));
        return lists.exists(shard)
                .compose(there -> there
                        ? lists.token(shard, form, publicUrl + "/v1/status-lists/" + shard)
                        : Future.failedFuture(Problem.notFound("No credential has a bit in this shard.")))
                .map(token -> Conditional.of(
                        call,
                        Reply.of(200, form.mediaType, token.text())
                                // A cache may keep it, and asks each time whether it is still right.
                                .with("Cache-Control", "public, no-cache")
                                .with("Vary", "Accept"),
                        token.etag()));
    }

    /** RFC 9110 section 12.5.1, of two forms: what is wanted most; JWT where both are. */
    private static Form form(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Form.JWT;
        }
        double jwt = quality(accept, StatusList.JWT);
        double cwt = quality(accept, StatusList.CWT);
        if (jwt <= 0 && cwt <= 0) {
            throw Problem.of(406, "not-acceptable", "A status list is a CWT or a JWT")
                    .detail("Accept " + StatusList.CWT + " or " + StatusList.JWT + ".");
        }
        return cwt > jwt ? Form.CWT : Form.JWT;
    }

    /** How much the header wants this type: what names it counts before what names its kind, and that before any. */
    private static double quality(String accept, String type) {
        double quality = 0;
        int precision = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            String name = parts[0].strip();
            int match = name.equalsIgnoreCase(type) ? 3 : name.equals("application/*") ? 2 : name.equals("*/*") ? 1 : 0;
            if (match > precision) {
                precision = match;
                quality = quality(parts);
            }
        }
        return quality;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2);
                return value.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }
}
