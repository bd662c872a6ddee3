package parkgate.occupancy;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.http.EventStream;

/** One who watches lots: what is to be sent on an open event stream. Everything happens on the connection's own context. */
final class StreamViewer implements EventStream.Source {
    /** Between two signs of life, milliseconds. */
    static final long BEAT_MS = 5_000;

    static final int STUCK_BEATS = 6;
    static final int MOST_BEATS = 720;

    private final EventStream stream;
    private final Watch watch;
    private final @Nullable String keyId;
    private final boolean runs;
    private final Backlog backlog = new Backlog();
    private @Nullable Long asOfMs;
    private boolean whole;

    /**
     * A viewer whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with; null: none
     * @param runs whether it runs its lots: it may read what drivers ask, and alarms
     */
    StreamViewer(Context context, HttpServerRequest request, Watch watch, @Nullable String keyId, boolean runs) {
        this.stream = new EventStream(context, request, this, new EventStream.Pace(BEAT_MS, STUCK_BEATS, MOST_BEATS));
        this.watch = watch;
        this.keyId = keyId;
        this.runs = runs;
    }

    Watch watch() {
        return watch;
    }

    @Nullable
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

    /** From now on these lots. Any thread. */
    void watch(Set<String> lotIds) {
        stream.change(() -> backlog.watch(lotIds));
    }

    /** What a round says. Any thread. */
    void take(Round round) {
        stream.change(() -> {
            backlog.take(round);
            asOfMs = round.asOfMs();
        });
    }

    /** Something changed at these lots. Any thread. */
    void notice(Notice notice, Set<String> lotIds) {
        if (runs) {
            stream.change(() -> backlog.notice(notice, lotIds));
        }
    }

    /** Ends the stream; the client may come back. Any thread. */
    void close() {
        stream.close();
    }

    @Override
    public @Nullable String next() {
        String text = backlog.drain();
        if (!whole && !backlog.incomplete()) {
            whole = true;
            return (text == null ? "" : text) + atBeat();
        }
        return text;
    }

    @Override
    public String atBeat() {
        Long known = asOfMs;
        return whole && known != null ? EventText.asOf(known) : "";
    }
}
