package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import parkgate.gatesim.lane.journal.Journal;
import parkgate.gatesim.lane.journal.JournalEvent;

/**
 * Brings the journal to the service, in the order of deviceSeq: runs of scans as batches, passages one by one. An event goes
 * from the journal when the service has answered for it, never before. One thread uses it.
 */
public final class Uploader {
    private static final int BATCH = 500;
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Line line;
    private final Journal journal;
    private final Learned learned;
    private final Consumer<String> complaints;

    /** Told of each event that the service has answered for, with what it made of it. */
    @FunctionalInterface
    public interface Learned {
        /**
         * One event.
         *
         * @param refused the service will never take it: it is to be kept for people
         */
        void learned(JournalEvent event, JsonNode answer, boolean refused) throws IOException;
    }

    public Uploader(Line line, Journal journal, Learned learned, Consumer<String> complaints) {
        this.line = line;
        this.journal = journal;
        this.learned = learned;
        this.complaints = complaints;
    }

    /**
     * Uploads until nothing is left that may go.
     *
     * @return false where the service did not take everything: to be tried again later
     */
    public boolean upload() {
        try {
            int most = BATCH;
            while (true) {
                List<JournalEvent> ready = journal.ready(BATCH);
                if (ready.isEmpty()) {
                    return true;
                }
                if (ready.get(0).kind() == JournalEvent.Kind.PASSAGE) {
                    if (!passage(ready.get(0))) {
                        return false;
                    }
                    continue;
                }
                List<JournalEvent> scans = scans(ready, most);
                int taken = batch(scans);
                if (taken < 0 && scans.size() > 1) {
                    most = scans.size() / 2; // the one that the service refuses is in one of the halves
                } else if (taken < 0) {
                    give(scans.get(0), JSON.createObjectNode(), true);
                } else if (taken < scans.size()) {
                    return false;
                } else {
                    most = BATCH;
                }
            }
        } catch (IOException e) {
            complaints.accept("upload: " + e.getMessage());
            return false;
        }
    }

    private static List<JournalEvent> scans(List<JournalEvent> ready, int most) {
        List<JournalEvent> scans = new ArrayList<>();
        for (JournalEvent event : ready) {
            if (event.kind() != JournalEvent.Kind.SCAN || scans.size() == most) {
                break;
            }
            scans.add(event);
        }
        return scans;
    }

    /** How many of these the service has now; below 0 where it refused the whole. */
    private int batch(List<JournalEvent> scans) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode items = body.putArray("scans");
        scans.forEach(event -> items.add(event.sent()));
        LineReply reply = line.call("POST", "/v1/scans/batch", body, Map.of(), WITHIN);
        if (reply.status() == 400 || reply.status() == 413 || reply.status() == 422) {
            complaints.accept("POST /v1/scans/batch of " + scans.size() + ": " + reply.trouble());
            return -1;
        } else if (reply.status() != 200) {
            throw new IOException(reply.trouble());
        }
        JsonNode results = reply.json().path("results");
        if (results.size() != scans.size()) {
            throw new IOException(results.size() + " results for " + scans.size() + " scans");
        }
        List<JournalEvent> known = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            JsonNode result = results.get(i);
            if (!result.path("status").asText().equals("NOT_TAKEN")) {
                known.add(scans.get(i));
                learned.learned(scans.get(i), result, false);
            }
        }
        journal.remove(known);
        return known.size();
    }

    private boolean passage(JournalEvent event) throws IOException {
        LineReply reply = line.call("POST", "/v1/passages", event.sent(), Map.of(), WITHIN);
        if (reply.status() == 200) {
            give(event, reply.json(), false);
            return true;
        }
        boolean forGood = reply.status() == 404 || reply.status() == 409 || reply.status() == 422;
        complaints.accept("POST /v1/passages: " + reply.trouble());
        if (forGood) {
            give(event, reply.json(), true);
        }
        return forGood;
    }

    private void give(JournalEvent event, JsonNode answer, boolean refused) throws IOException {
        learned.learned(event, answer, refused);
        journal.remove(List.of(event));
    }
}
