package parkgate.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parkgate.gatesim.api.Office;

/** All that was asked and told in a run, in memory and as lines of JSON in a file. */
final class History implements AutoCloseable {
    private final List<Ask> asks = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final BufferedWriter file;

    /**
     * Redis has lost some of its memory.
     *
     * @param settledMs by then everything that an answer had called QUEUED before stood in PostgreSQL
     * @param doneMs by then the memory was gone
     */
    record Loss(String what, long settledMs, long doneMs) {}

    History(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file);
    }

    synchronized void add(Ask ask) {
        asks.add(ask);
        ObjectNode line = Office.object()
                .put("t", ask.sentMs())
                .put("done", ask.doneMs())
                .put("instance", ask.instance())
                .put("lane", ask.lane())
                .put("key", ask.key())
                .put("outcome", ask.outcome())
                .put("credential", ask.credential())
                .put("class", ask.codeClass())
                .put("step", ask.step())
                .put("status", ask.status());
        line.set("answer", ask.answer());
        write(line);
    }

    synchronized void add(Loss loss) {
        losses.add(loss);
        write(Office.object().put("t", loss.doneMs()).put("loss", loss.what()).put("settled", loss.settledMs()));
    }

    /** A fault began or was healed. */
    synchronized void note(String what) {
        write(Office.object().put("t", System.currentTimeMillis()).put("note", what));
    }

    private void write(ObjectNode line) {
        try {
            file.write(line.toString());
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Ask> asks() {
        return List.copyOf(asks);
    }

    synchronized List<Loss> losses() {
        return List.copyOf(losses);
    }

    synchronized int size() {
        return asks.size();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
