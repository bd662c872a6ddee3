package parkgate.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a page, in memory, each also compressed where that is worth it. Unless a page says otherwise a browser asks each
 * time whether they changed; their ETag follows from their content.
 */
public final class PageFiles {
    /** What is smaller fits one packet anyway. */
    private static final int COMPRESSED_FROM_BYTES = 1024;

    /** What is larger would take longer to compress than a start should; it goes out as it is. */
    private static final int COMPRESSED_TO_BYTES = 256 * 1024;

    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "svg",
            "image/svg+xml",
            "png",
            "image/png",
            "webmanifest",
            "application/manifest+json");

    private final Map<String, Content> files;

    /** @param gzip null: not worth it */
    private record Content(
            String type, Buffer bytes, @Nullable Buffer gzip, String hash) {
        boolean isPage() {
            return type.startsWith("text/html");
        }
    }

    private PageFiles(Map<String, Content> files) {
        this.files = files;
    }

    /**
     * Reads them from the class path.
     *
     * @param resources where each lies, by the name under which it is asked for
     */
    public static PageFiles load(Map<String, String> resources) {
        Map<String, byte[]> contents = new HashMap<>();
        resources.forEach((name, resource) -> contents.put(name, read(resource)));
        return of(contents);
    }

    /**
     * Of these bytes.
     *
     * @param contents by the name under which each is asked for, whose end says its type
     */
    public static PageFiles of(Map<String, byte[]> contents) {
        Map<String, Content> files = new HashMap<>();
        contents.forEach((name, bytes) -> files.put(name, content(name, bytes)));
        return new PageFiles(Map.copyOf(files));
    }

    /** The bytes of a file on the class path. */
    public static byte[] read(String resource) {
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file, compressed for who takes that, or 304 for who has it already.
     *
     * @throws Problem 404, when there is none of this name
     */
    public Reply reply(Call call, String name) {
        Content content = files.get(name);
        if (content == null) {
            throw Problem.notFound("The page has no such file.");
        }
        Buffer gzip = content.gzip();
        boolean compressed = gzip != null && takesGzip(call.header("Accept-Encoding"));
        Reply whole = Reply.of(200, content.type(), gzip != null && compressed ? gzip : content.bytes())
                .with("Cache-Control", "no-cache");
        if (gzip != null) {
            whole = whole.with("Vary", "Accept-Encoding");
        }
        if (compressed) {
            whole = whole.with("Content-Encoding", "gzip");
        }
        if (content.isPage()) {
            // Also of a 304, whose headers replace those that the browser has kept.
            whole = whole.with("Content-Security-Policy", SecurityHeaders.OWN);
        }
        return Conditional.of(call, whole, '"' + content.hash() + (compressed ? "-gzip\"" : "\""));
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null
                && Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(each -> each.replace(" ", ""))
                        .anyMatch(each -> each.equals("gzip") || (each.startsWith("gzip;q=") && !isZero(each)));
    }

    private static boolean isZero(String weighted) {
        return weighted.substring("gzip;q=".length()).chars().allMatch(c -> c == '0' || c == '.');
    }

    private static Content content(String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no type is known of " + name);
        }
        boolean worthIt =
                !name.endsWith(".png") && bytes.length >= COMPRESSED_FROM_BYTES && bytes.length <= COMPRESSED_TO_BYTES;
        return new Content(type, Buffer.buffer(bytes), worthIt ? gzip(bytes) : null, hash(bytes));
    }

    private static Buffer gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    /** 16 hexadecimal digits that change with the bytes. */
    public static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
