package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.lane.line.Line;
import parkgate.gatesim.lane.line.LineReply;
import parkgate.gatesim.scenario.Plan.Mishap;

/**
 * A lane's network: it loses the answer to a scan, delivers a scan twice, or is cut. What the lane has not heard, the
 * simulator has: every answer to a scan is kept until it is asked for.
 */
final class UnsteadyLine implements Line {
    private static final String SCANS = "/v1/scans";

    private final Line line;
    private final ExecutorService beside;
    private final List<LineReply> heard = new ArrayList<>();
    private Mishap next = Mishap.NONE;
    private volatile boolean cut;

    UnsteadyLine(Line line, ExecutorService beside) {
        this.line = line;
        this.beside = beside;
    }

    void cut(boolean now) {
        cut = now;
    }

    boolean isCut() {
        return cut;
    }

    /** The next scan has this mishap; answers are kept from here on. */
    synchronized void begin(Mishap mishap) {
        next = mishap;
        heard.clear();
    }

    /** What the service answered since, with 200, in the order in which it was asked. */
    synchronized List<LineReply> heard() {
        return List.copyOf(heard);
    }

    @Override
    public LineReply call(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers, Duration within)
            throws IOException {
        whole();
        if (!path.equals(SCANS)) {
            LineReply reply = line.call(method, path, body, headers, within);
            whole();
            return reply;
        }
        Mishap mishap = take();
        CompletableFuture<LineReply> second = mishap == Mishap.SENT_TWICE
                ? CompletableFuture.supplyAsync(() -> twin(method, path, body, headers, within), beside)
                : CompletableFuture.completedFuture(null);
        LineReply reply = keep(line.call(method, path, body, headers, within));
        try {
            second.join();
        } catch (CompletionException e) {
            throw new IOException("the second delivery: " + e.getCause(), e);
        }
        whole();
        if (mishap == Mishap.LOST_ANSWER && reply.status() == 200) {
            throw new IOException("the answer is lost");
        }
        return reply;
    }

    private LineReply twin(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers, Duration within) {
        try {
            return keep(line.call(method, path, body, headers, within));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void whole() throws IOException {
        if (cut) {
            throw new IOException("the network is cut");
        }
    }

    private synchronized Mishap take() {
        Mishap mishap = next;
        next = Mishap.NONE;
        return mishap;
    }

    private synchronized LineReply keep(LineReply reply) {
        if (reply.status() == 200) {
            heard.add(reply);
        }
        return reply;
    }

    @Override
    public Closing stream(String path, BlockingQueue<String> into, Duration within) throws IOException {
        whole();
        return line.stream(path, into, within);
    }
}
