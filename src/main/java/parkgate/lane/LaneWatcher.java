package parkgate.lane;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import parkgate.http.EventStream;

/**
 * One who watches a lot's lanes: event {@code lanes}, with the body of {@code GET /v1/places/{lotId}/lanes}, first and whenever it
 * is another. Everything happens on the connection's own context.
 */
final class LaneWatcher implements EventStream.Source {
    /** Between two signs of life, milliseconds. */
    private static final long BEAT_MS = 5_000;

    private static final int STUCK_BEATS = 6;
    private static final int MOST_BEATS = 720;

    private final EventStream stream;
    private final String lotId;
    private final String keyId;
    private String known = "";
    private String sent = "";

    /**
     * A watcher whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with
     */
    LaneWatcher(Context context, HttpServerRequest request, String lotId, String keyId) {
        this.stream = new EventStream(context, request, this, new EventStream.Pace(BEAT_MS, STUCK_BEATS, MOST_BEATS));
        this.lotId = lotId;
        this.keyId = keyId;
    }

    String lotId() {
        return lotId;
    }

    String keyId() {
        return keyId;
    }

    /**
     * Writes the head. Call it on the connection's context.
     *
     * @param onOver called once, when the stream has ended for whatever reason
     * @param onCut called once and before that, when its reader took too little
     */
    void begin(Runnable onOver, Runnable onCut) {
        stream.begin(onOver, onCut);
    }

    /** Ends the stream; the client may come back. Any thread. */
    void close() {
        stream.close();
    }

    /** How the lanes are. Any thread. */
    void take(String lanes) {
        stream.change(() -> known = lanes);
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
