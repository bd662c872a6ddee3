package parkgate.page;

import io.vertx.core.Future;
import java.util.Map;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.PageFiles;
import parkgate.http.Reply;

/**
 * {@code GET /}, the page for everyone: free spaces of the public lots, their rules, how far the numbers can be trusted, and the way to
 * the other pages.
 *
 * <pre>
 * /                 the page
 * /page/icon.svg    under an address that does not change: for who links to it
 * </pre>
 */
public final class HomePage {
    private static final String HTML = "home.html";

    private final PageFiles files;

    private HomePage(Bundle bundle) {
        this.files =
                PageFiles.of(Map.of(HTML, bundle.filled(HTML, "home"), "icon.svg", PageFiles.read("/page/icon.svg")));
    }

    /** Of these files. */
    public static HomePage of(Bundle bundle) {
        return new HomePage(bundle);
    }

    /** Answers these operations. */
    public void register(Api api) {
        api.on("getPage", Access.ANYONE, this::html).on("getPageFile", Access.ANYONE, this::file);
    }

    private Future<Reply> html(Call call) {
        return Future.succeededFuture(files.reply(call, HTML).with("Permissions-Policy", AppPage.LOCATION));
    }

    private Future<Reply> file(Call call) {
        String name = call.path("file");
        return Future.succeededFuture(files.reply(call, name.equals(HTML) ? "" : name));
    }
}
