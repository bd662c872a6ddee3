package parkgate.page;

import io.vertx.core.Future;
import java.util.Map;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.PageFiles;

/** {@code GET /ops}, the operator's page. Anyone may load it; what it shows, it asks for with the session of who signed in. */
public final class OpsPage {
    private static final String HTML = "ops.html";

    private final PageFiles files;

    private OpsPage(Bundle bundle) {
        this.files = PageFiles.of(Map.of(HTML, bundle.filled(HTML, "ops")));
    }

    /** Of these files. */
    public static OpsPage of(Bundle bundle) {
        return new OpsPage(bundle);
    }

    /** Answers this operation. */
    public void register(Api api) {
        api.on("getOps", Access.ANYONE, call -> Future.succeededFuture(files.reply(call, HTML)));
    }
}
