package parkgate.page;

import java.util.Map;
import parkgate.http.Call;
import parkgate.http.PageFiles;
import parkgate.http.Reply;

/**
 * A page that a browser keeps and opens without a network too: its HTML, the service worker that keeps it, and what lets it be put on
 * the home screen. Files have the page's name.
 *
 * <pre>
 * /app                      the page, looked after at each visit
 * /app/worker.js            keeps all of it (service worker)
 * /app/app.webmanifest      lets it be put on the home screen
 * /app/icon.png
 * </pre>
 */
final class KeptPage {
    private static final String WORKER = "worker.js";

    /** A worker's own requests are judged by the policy that it came with: it reads the page's files and nothing else. */
    static final String WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

    private final String name;
    private final PageFiles files;

    /** Reads it from the class path. */
    KeptPage(String name, Bundle bundle) {
        this.name = name;
        this.files = PageFiles.of(Map.of(
                name + ".html",
                bundle.filled(name + ".html", name),
                WORKER,
                bundle.filled(WORKER, name),
                name + ".webmanifest",
                bundle.filled(name + ".webmanifest", name),
                "icon.png",
                PageFiles.read("/page/icon.png")));
    }

    /** The page itself. */
    Reply html(Call call) {
        return files.reply(call, name + ".html");
    }

    /** What the path's {@code file} names. */
    Reply file(Call call) {
        String file = call.path("file");
        Reply reply = files.reply(call, file);
        return file.equals(WORKER)
                ? reply.with("Service-Worker-Allowed", '/' + name).with("Content-Security-Policy", WORKER_POLICY)
                : reply;
    }
}
