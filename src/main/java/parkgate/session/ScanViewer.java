package parkgate.session;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.http.LotViewer;

/**
 * One who watches a lot's scans: what is to be sent on an open event stream. Everything happens on the connection's own context.
 *
 * <pre>
 * scan    id: the decisionId; data: the scan as GET /v1/scans has it
 * opened  id: lot and number in its history; data: the opening by hand
 * asOf    data: {asOf}: all that was written down by then was sent; at each beat
 * </pre>
 */
final class ScanViewer extends LotViewer {
    /** Kept for a reader that is slow: older ones it misses, and they stand in the list. */
    private static final int MOST_WAITING = 200;

    private final Deque<Watched> waiting = new ArrayDeque<>();
    private final Map<String, Instant> sent = new HashMap<>();
    private @Nullable Instant asOf;

    /**
     * A viewer whose response is not begun.
     *
     * @param context of its connection
     * @param keyId of the key that it came with
     */
    ScanViewer(Context context, HttpServerRequest request, String lotId, String keyId) {
        super(context, request, lotId, keyId);
    }

    /**
     * What was read, newest first; of other lots too. Any thread.
     *
     * @param at when the reading began
     */
    void take(List<Watched> read, Instant at) {
        change(() -> {
            for (int i = read.size() - 1; i >= 0; i--) {
                Watched one = read.get(i);
                if (one.lotId().equals(lotId()) && sent.put(one.id(), one.receivedTime()) == null) {
                    waiting.add(one);
                }
            }
            while (waiting.size() > MOST_WAITING) {
                waiting.remove();
            }
            // No round looks back so far: they cannot come again.
            sent.values().removeIf(at.minus(ScanStream.BACK.multipliedBy(2))::isAfter);
            asOf = at;
        });
    }

    @Override
    public @Nullable String next() {
        StringBuilder text = new StringBuilder();
        for (Watched one = waiting.poll(); one != null; one = waiting.poll()) {
            text.append("id: ")
                    .append(one.id())
                    .append("\nevent: ")
                    .append(one.event())
                    .append("\ndata: ")
                    .append(one.json().encode())
                    .append("\n\n");
        }
        return text.toString();
    }

    @Override
    public String atBeat() {
        return asOf == null
                ? ""
                : "event: asOf\ndata: "
                        + new JsonObject().put("asOf", asOf.toString()).encode() + "\n\n";
    }
}
