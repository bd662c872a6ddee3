package parkgate.occupancy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;

/**
 * {@code GET /} and the files it needs: the plain page that shows the public lots live. The files are in memory; a
 * browser asks each time whether they changed, and their ETag follows from their content.
 */
final class LivePage {
    private static final String HTML = "index.html";
    private static final Map<String, String> TYPES = Map.of(
            HTML,
            "text/html; charset=utf-8",
            "live.css",
            "text/css; charset=utf-8",
            "live.js",
            "text/javascript; charset=utf-8",
            "icon.svg",
            "image/svg+xml");

    private final Map<String, Content> files;

    private record Content(String type, Buffer bytes, String etag) {}

    private LivePage(Map<String, Content> files) {
        this.files = files;
    }

    /** Reads the files from the class path. */
    static LivePage load() {
        Map<String, Content> files = new HashMap<>();
        TYPES.forEach((name, type) -> files.put(name, read(name, type)));
        return new LivePage(Map.copyOf(files));
    }

    Future<Reply> html(Call call) {
        return reply(call, HTML);
    }

    Future<Reply> file(Call call) {
        return reply(call, call.path("file"));
    }

    private Future<Reply> reply(Call call, String name) {
        Content content = files.get(name);
        if (content == null) {
            throw Problem.notFound("The page has no such file.");
        }
        Reply whole = content.etag().equals(call.header("If-None-Match"))
                ? Reply.empty(304)
                : Reply.of(200, content.type(), content.bytes());
        return Future.succeededFuture(whole.with("ETag", content.etag()).with("Cache-Control", "no-cache"));
    }

    private static Content read(String name, String type) {
        try (InputStream in = LivePage.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no file web/" + name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String etag = '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, 8)) + '"';
            return new Content(type, Buffer.buffer(bytes), etag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
