package parkgate.http;

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

/**
 * The files of a page, in memory; a browser asks each time whether they changed, and their ETag follows from their content.
 */
public final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "svg",
            "image/svg+xml");

    private final Map<String, Content> files;

    private record Content(String type, Buffer bytes, String etag) {}

    private PageFiles(Map<String, Content> files) {
        this.files = files;
    }

    /**
     * Reads them from the class path.
     *
     * @param resources where each lies, by the name under which it is asked for
     */
    public static PageFiles load(Map<String, String> resources) {
        Map<String, Content> files = new HashMap<>();
        resources.forEach((name, resource) -> files.put(name, read(resource)));
        return new PageFiles(Map.copyOf(files));
    }

    /**
     * The file, or 304 for who has it already.
     *
     * @throws Problem 404, when there is none of this name
     */
    public Reply reply(Call call, String name) {
        Content content = files.get(name);
        if (content == null) {
            throw Problem.notFound("The page has no such file.");
        }
        Reply whole = content.etag().equals(call.header("If-None-Match"))
                ? Reply.empty(304)
                : Reply.of(200, content.type(), content.bytes());
        return whole.with("ETag", content.etag()).with("Cache-Control", "no-cache");
    }

    private static Content read(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null || type == null) {
                throw new IllegalStateException("no file " + resource);
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
