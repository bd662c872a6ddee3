package parkgate.occupancy;

import io.vertx.core.Future;
import java.util.Map;
import parkgate.http.Call;
import parkgate.http.PageFiles;
import parkgate.http.Reply;

/** {@code GET /} and the files it needs: the plain page that shows the public lots live. */
final class LivePage {
    private static final String HTML = "index.html";

    private final PageFiles files;

    private LivePage(PageFiles files) {
        this.files = files;
    }

    /** Reads the files from the class path. */
    static LivePage load() {
        return new LivePage(PageFiles.load(Map.of(
                HTML,
                "/web/index.html",
                "live.css",
                "/web/live.css",
                "live.js",
                "/web/live.js",
                "icon.svg",
                "/web/icon.svg")));
    }

    Future<Reply> html(Call call) {
        return Future.succeededFuture(files.reply(call, HTML));
    }

    Future<Reply> file(Call call) {
        return Future.succeededFuture(files.reply(call, call.path("file")));
    }
}
