package parkgate.lane;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import parkgate.http.LotViewer;

/**
 * One who watches a lot's lanes: event {@code lanes}, with the body of {@code GET /v1/places/{lotId}/lanes}, first and whenever it
 * is another. Everything happens on the connection's own context.
 */
final class LaneWatcher extends LotViewer {
    private String known = "";
    private String sent = "";

    /**
     * A watcher whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with
     */
    LaneWatcher(Context context, HttpServerRequest request, String lotId, String keyId) {
        super(context, request, lotId, keyId);
    }

    /** How the lanes are. Any thread. */
    void take(String lanes) {
        change(() -> known = lanes);
    }

    /** The newest alone: what a slow reader missed is over. */
    @Override
    public @Nullable String next() {
        if (known.equals(sent)) {
            return null;
        }
        sent = known;
        return "event: lanes\ndata: " + known + "\n\n";
    }

    @Override
    public String atBeat() {
        return "";
    }
}
