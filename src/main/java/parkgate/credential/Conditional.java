package parkgate.credential;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Reply;

/** RFC 9110 section 13: who has it already is told so, without the body. */
final class Conditional {
    private Conditional() {}

    /**
     * The reply with its ETag, or 304 where {@code If-None-Match} has it. Other headers stay.
     *
     * @param etag with its quotation marks
     */
    static Reply of(Call call, Reply whole, String etag) {
        Reply marked = whole.with("ETag", etag);
        if (!has(call.header("If-None-Match"), etag)) {
            return marked;
        }
        Reply none = Reply.empty(304);
        for (var header : marked.headers().entrySet()) {
            if (!header.getKey().equals("Content-Type")) {
                none = none.with(header.getKey(), header.getValue());
            }
        }
        return none;
    }

    private static boolean has(@Nullable String sent, String etag) {
        return sent != null
                && Arrays.stream(sent.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(etag) || one.equals("W/" + etag));
    }
}
