package parkgate.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of server-sent events (WHATWG HTML, 9.2). It writes only while its reader's connection takes more, sends
 * a sign of life at each beat, and ends when the reader takes nothing for some beats, or after many, so that a client comes
 * back with a key that is looked at anew. Everything happens on the connection's own context.
 */
public final class EventStream {
    /** First thing on a stream: how long a client waits before it comes back, milliseconds. */
    public static final String RETRY = "retry: 2000\n\n";

    /** Keeps what stands between from taking the stream for dead. */
    public static final String BEAT = ": beat\n\n";

    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Source source;
    private final Pace pace;
    private Runnable onCut = () -> {};
    private boolean over;
    private int beats;
    private int stuckBeats;
    private long timer = -1;

    /** What is to be sent. Asked on the connection's context, and only while the connection takes more. */
    public interface Source {
        /** Everything that is to be sent now, which is then sent; null: nothing. */
        @Nullable
        String next();

        /** What goes out beside a beat; empty: nothing. */
        String atBeat();
    }

    /**
     * How long a stream lives.
     *
     * @param beatMs between two signs of life, milliseconds
     * @param stuckBeats it is cut off when its reader takes nothing for so many
     * @param mostBeats it ends after so many
     */
    public record Pace(long beatMs, int stuckBeats, int mostBeats) {}

    /**
     * A stream whose response is not begun.
     *
     * @param context of its connection
     */
    public EventStream(Context context, HttpServerRequest request, Source source, Pace pace) {
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.source = source;
        this.pace = pace;
    }

    /**
     * Writes the head. Call it on the connection's context. A reader may have gone while its key was looked up: then the
     * stream is over at once, and says so after this has returned.
     *
     * @param onOver called once, when the stream has ended for whatever reason
     * @param onCut called once and before that, when it is cut off because its reader takes too little
     */
    public void begin(Runnable onOver, Runnable onCut) {
        this.onCut = onCut;
        if (response.closed() || response.ended()) {
            // No handler of a response that is closed is called any more.
            context.runOnContext(x -> end(onOver));
            return;
        }
        response.closeHandler(x -> end(onOver));
        response.exceptionHandler(x -> end(onOver));
        response.endHandler(x -> end(onOver));
        response.drainHandler(x -> pump());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        timer = context.owner().setPeriodic(pace.beatMs(), x -> beat());
        response.write(RETRY);
    }

    private void end(Runnable onOver) {
        if (!over) {
            over = true;
            context.owner().cancelTimer(timer);
            onOver.run();
        }
    }

    /** Runs on the connection's context, if the stream is not over by then, and sends what there is to send. Any thread. */
    public void change(Runnable change) {
        context.runOnContext(x -> {
            if (!over) {
                change.run();
                pump();
            }
        });
    }

    /** Ends the stream; the client may come back. Any thread. */
    public void close() {
        context.runOnContext(x -> {
            if (!over) {
                response.end();
            }
        });
    }

    /** Cuts the stream off, with what is not sent yet; the client may come back. Call it on the connection's context. */
    public void cut() {
        if (!over) {
            onCut.run();
            onCut = () -> {};
            Hangup.on(request);
        }
    }

    private void pump() {
        if (over || response.writeQueueFull()) {
            return;
        }
        String text = source.next();
        if (text != null && !text.isEmpty()) { // an empty chunk would end the response
            response.write(text);
        }
    }

    private void beat() {
        beats++;
        if (response.writeQueueFull()) {
            stuckBeats++;
            if (stuckBeats >= pace.stuckBeats()) {
                cut();
            }
        } else if (beats >= pace.mostBeats()) {
            response.end();
        } else {
            stuckBeats = 0;
            response.write(BEAT + source.atBeat());
        }
    }
}
