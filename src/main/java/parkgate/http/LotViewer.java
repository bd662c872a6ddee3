package parkgate.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/** One who watches one lot on an open event stream. Everything happens on the connection's own context, unless it says otherwise. */
public abstract class LotViewer implements EventStream.Source {
    private static final EventStream.Pace PACE = new EventStream.Pace(5_000, 6, 720);

    private final EventStream stream;
    private final String lotId;
    private final String keyId;

    /**
     * A viewer whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with
     */
    protected LotViewer(Context context, HttpServerRequest request, String lotId, String keyId) {
        this.stream = new EventStream(context, request, this, PACE);
        this.lotId = lotId;
        this.keyId = keyId;
    }

    /** What is watched. */
    public final String lotId() {
        return lotId;
    }

    /** With which key. */
    public final String keyId() {
        return keyId;
    }

    /**
     * Writes the head. Call it on the connection's context.
     *
     * @param onOver called once, when the stream has ended for whatever reason
     * @param onCut called once and before that, when its reader took too little
     */
    public final void begin(Runnable onOver, Runnable onCut) {
        stream.begin(onOver, onCut);
    }

    /** Ends the stream; the client may come back. Any thread. */
    public final void close() {
        stream.close();
    }

    /** Runs on the connection's context, if the stream is not over by then, and sends what there is to send. Any thread. */
    protected final void change(Runnable change) {
        stream.change(change);
    }
}
