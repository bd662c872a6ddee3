package parkgate.http;

import io.vertx.core.Future;
import java.util.Map;

/**
 * {@code GET /docs} and the files it needs: the contract as a page on which each operation can be tried, drawn by Swagger UI
 * out of its webjar. Nothing comes from anywhere else, and no script or style stands in the page itself.
 */
public final class ContractPage {
    /** As any page's, and the icons that Swagger UI's style brings as {@code data:}. */
    static final String POLICY = SecurityHeaders.OWN.replace("img-src 'self'", "img-src 'self' data:");

    private static final String HTML = "index.html";

    private final PageFiles files;

    private ContractPage(PageFiles files) {
        this.files = files;
    }

    /** Reads the files from the class path, some 1.7 MB. */
    public static ContractPage load() {
        String ui = Webjar.folder("org.webjars", "swagger-ui");
        return new ContractPage(PageFiles.load(Map.of(
                HTML,
                "/web/docs/index.html",
                "docs.js",
                "/web/docs/docs.js",
                "docs.css",
                "/web/docs/docs.css",
                "swagger-ui-bundle.js",
                ui + "swagger-ui-bundle.js",
                "swagger-ui.css",
                ui + "swagger-ui.css")));
    }

    /** Answers these operations. */
    public void mount(Api api) {
        api.on(
                        "getDocs",
                        Access.ANYONE,
                        call -> Future.succeededFuture(files.reply(call, HTML).with("Content-Security-Policy", POLICY)))
                .on("getDocsFile", Access.ANYONE, call -> Future.succeededFuture(files.reply(call, call.path("file"))));
    }
}
