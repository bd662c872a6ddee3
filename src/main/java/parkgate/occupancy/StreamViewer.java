package parkgate.occupancy;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One open event stream. It writes only while the viewer's connection takes more, and ends when it takes nothing for
 * {@value #STUCK_BEATS} beats, or after {@value #MOST_BEATS} beats, so that a client comes back with a key that is looked
 * at anew. Everything happens on the connection's own context.
 */
final class StreamViewer {
    /** Between two signs of life, milliseconds. */
    static final long BEAT_MS = 5_000;

    static final int STUCK_BEATS = 6;
    static final int MOST_BEATS = 720;

    private final Context context;
    private final HttpServerResponse response;
    private final Watch watch;
    private final @Nullable String keyId;
    private final Backlog backlog = new Backlog();
    private @Nullable Long asOfMs;
    private boolean whole;
    private boolean over;
    private int beats;
    private int stuckBeats;
    private long timer;

    /**
     * A viewer whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with; null: none
     */
    StreamViewer(Context context, HttpServerResponse response, Watch watch, @Nullable String keyId) {
        this.context = context;
        this.response = response;
        this.watch = watch;
        this.keyId = keyId;
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
     */
    void begin(Runnable onOver) {
        response.closeHandler(x -> end(onOver));
        response.exceptionHandler(x -> end(onOver));
        response.endHandler(x -> end(onOver));
        response.drainHandler(x -> pump());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        timer = context.owner().setPeriodic(BEAT_MS, x -> beat());
        response.write(EventText.RETRY);
    }

    private void end(Runnable onOver) {
        if (!over) {
            over = true;
            context.owner().cancelTimer(timer);
            onOver.run();
        }
    }

    /** From now on these lots. Any thread. */
    void watch(Set<String> lotIds) {
        context.runOnContext(x -> {
            backlog.watch(lotIds);
            pump();
        });
    }

    /** What a round says. Any thread. */
    void take(Round round) {
        context.runOnContext(x -> {
            backlog.take(round);
            asOfMs = round.asOfMs();
            pump();
        });
    }

    /** Ends the stream; the client may come back. Any thread. */
    void close() {
        context.runOnContext(x -> {
            if (!over) {
                response.end();
            }
        });
    }

    private void pump() {
        if (over || response.writeQueueFull()) {
            return;
        }
        String text = backlog.drain();
        if (text != null) {
            response.write(text);
        }
        if (!whole && !backlog.incomplete()) {
            whole = true;
            writeAsOf();
        }
    }

    private void beat() {
        beats++;
        if (response.writeQueueFull()) {
            stuckBeats++;
            if (stuckBeats >= STUCK_BEATS) {
                response.reset();
            }
        } else if (beats >= MOST_BEATS) {
            response.end();
        } else {
            stuckBeats = 0;
            response.write(EventText.BEAT);
            writeAsOf();
        }
    }

    private void writeAsOf() {
        Long known = asOfMs;
        if (whole && known != null) {
            response.write(EventText.asOf(known));
        }
    }
}
