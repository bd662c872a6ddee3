package parkgate.page;

import io.vertx.core.Future;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Reply;

/**
 * {@code GET /lane}, the attendant's page: a phone as a hand-held lane. A link to it carries a lane's key behind its #, which stays in
 * the browser; the page takes it out of the address at once.
 */
public final class LanePage {
    /** It may look through the camera; no other page may. */
    private static final String CAMERA = "camera=(self), geolocation=(), microphone=()";

    private final KeptPage page;

    private LanePage(Bundle bundle) {
        this.page = new KeptPage("lane", bundle);
    }

    /** Of these files. */
    public static LanePage of(Bundle bundle) {
        return new LanePage(bundle);
    }

    /** Answers these operations. */
    public void register(Api api) {
        api.on("getLanePage", Access.ANYONE, call -> Future.succeededFuture(html(call)))
                .on("getLanePageFile", Access.ANYONE, call -> Future.succeededFuture(page.file(call)));
    }

    private Reply html(Call call) {
        return page.html(call).with("Permissions-Policy", CAMERA);
    }
}
