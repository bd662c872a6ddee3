package parkgate.page;

import io.vertx.core.Future;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.PageFiles;
import parkgate.http.Reply;

/**
 * {@code GET /app}, the driver's page, and the scripts and styles of all pages.
 *
 * <pre>
 * /claim                    the link that an issuer gives; what follows its # stays in the browser
 * /app, /app/{file}         the page
 * /page/{version}/{file}    scripts, styles: kept for ever
 * </pre>
 */
public final class AppPage {
    /** It may ask where the phone is, to say what is near; so may the page for everyone, and no other. */
    static final String LOCATION = "camera=(), geolocation=(self), microphone=()";

    private final String version;
    private final KeptPage page;
    private final PageFiles kept;

    private AppPage(Bundle bundle) {
        this.version = bundle.version();
        this.page = new KeptPage("app", bundle);
        this.kept = bundle.files();
    }

    /** Of these files. */
    public static AppPage of(Bundle bundle) {
        return new AppPage(bundle);
    }

    /** Answers these operations. */
    public void register(Api api) {
        api.on(
                        "getClaimLink",
                        Access.ANYONE,
                        call -> Future.succeededFuture(Reply.empty(302).with("Location", "/app")))
                .on("getApp", Access.ANYONE, call -> Future.succeededFuture(html(call)))
                .on("getAppFile", Access.ANYONE, call -> Future.succeededFuture(page.file(call)))
                .on("getVersionedFile", Access.ANYONE, call -> Future.succeededFuture(keptFile(call)));
    }

    private Reply html(Call call) {
        return page.html(call).with("Permissions-Policy", LOCATION);
    }

    private Reply keptFile(Call call) {
        String name = call.path("version").equals(version) ? call.path("file") : "";
        return kept.reply(call, name).with("Cache-Control", "public, max-age=31536000, immutable");
    }
}
