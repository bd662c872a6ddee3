package parkgate.page;

import io.vertx.core.Future;
import java.util.Map;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.PageFiles;
import parkgate.http.Reply;

/**
 * {@code GET /app}, the driver's page, which a phone keeps and shows without a network too, and what it consists of.
 *
 * <pre>
 * /claim                    the link that an issuer gives; what follows its # stays in the browser
 * /app                      the page, looked after at each visit
 * /app/worker.js            keeps all of it in the phone (service worker)
 * /app/app.webmanifest      lets it be put on the home screen
 * /page/{version}/{file}    scripts, styles: kept for ever
 * </pre>
 */
public final class AppPage {
    private static final String HTML = "app.html";
    private static final String WORKER = "worker.js";

    /** A worker's own requests are judged by the policy that it came with: it reads the page's files and nothing else. */
    static final String WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

    private final String version;
    private final PageFiles shell;
    private final PageFiles kept;

    private AppPage(String version, PageFiles shell, PageFiles kept) {
        this.version = version;
        this.shell = shell;
        this.kept = kept;
    }

    /** Reads it from the class path. */
    public static AppPage load() {
        Bundle bundle = Bundle.load();
        return new AppPage(
                bundle.version(),
                PageFiles.of(Map.of(
                        HTML,
                        bundle.filled(HTML),
                        WORKER,
                        bundle.filled(WORKER),
                        "app.webmanifest",
                        bundle.filled("app.webmanifest"),
                        "icon.png",
                        PageFiles.read("/page/icon.png"))),
                bundle.files());
    }

    /** Answers these operations. */
    public void register(Api api) {
        api.on(
                        "getClaimLink",
                        Access.ANYONE,
                        call -> Future.succeededFuture(Reply.empty(302).with("Location", "/app")))
                .on("getApp", Access.ANYONE, call -> Future.succeededFuture(shell.reply(call, HTML)))
                .on("getAppFile", Access.ANYONE, call -> Future.succeededFuture(shellFile(call)))
                .on("getVersionedFile", Access.ANYONE, call -> Future.succeededFuture(keptFile(call)));
    }

    private Reply shellFile(Call call) {
        String name = call.path("file");
        Reply reply = shell.reply(call, name);
        return name.equals(WORKER)
                ? reply.with("Service-Worker-Allowed", "/app").with("Content-Security-Policy", WORKER_POLICY)
                : reply;
    }

    private Reply keptFile(Call call) {
        String name = call.path("version").equals(version) ? call.path("file") : "";
        return kept.reply(call, name).with("Cache-Control", "public, max-age=31536000, immutable");
    }
}
