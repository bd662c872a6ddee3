package parkgate.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** RFC 9110 section 13: who has it already is told so, without the body. */
public final class Conditional {
    private Conditional() {}

    /**
     * The reply with its ETag, or 304 where {@code If-None-Match} has it. Other headers stay.
     *
     * @param etag with its quotation marks
     */
    public static Reply of(Call call, Reply whole, String etag) {
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
