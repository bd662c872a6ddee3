package parkgate.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * {@code GET /docs} and the files it needs: the contract as a page on which each operation can be tried, drawn by Swagger UI
 * out of its webjar. Nothing comes from anywhere else, and no script or style stands in the page itself.
 */
public final class ContractPage {
    /** As any page's, and the icons that Swagger UI's style brings as {@code data:}. */
    static final String POLICY = SecurityHeaders.OWN.replace("img-src 'self'", "img-src 'self' data:");

    private static final String HTML = "index.html";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";

    private final PageFiles files;

    private ContractPage(PageFiles files) {
        this.files = files;
    }

    /** Reads the files from the class path, some 1.7 MB. */
    public static ContractPage load() {
        String ui = WEBJAR + version() + '/';
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

    /** The webjar's folder has its version as its name. */
    private static String version() {
        try (InputStream in =
                ContractPage.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("no Swagger UI on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
