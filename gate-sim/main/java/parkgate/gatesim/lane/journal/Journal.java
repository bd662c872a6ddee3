package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the lane did and the service has still to learn, on disk, in the order of deviceSeq. Entries are taken up to
 * {@value #ENTRIES_TO} events; from there to {@value #BOUND} only what opens an exit, so that a long outage stops cars
 * from coming in long before it could lose one that leaves. Refusals, of which a stranger can make any number, stop at
 * {@value #DENIALS_TO}.
 */
public final class Journal implements AutoCloseable {
    /** Events beyond which no car is let in. */
    public static final int ENTRIES_TO = 10_000;

    /** The most events. */
    public static final int BOUND = 20_000;

    static final int DENIALS_TO = 5_000;

    /** The file is written anew when so many of its lines say nothing any more. */
    private static final int DEAD_LINES = 4_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordLog log;
    private final TreeMap<Long, JournalEvent> pending = new TreeMap<>();

    private Journal(RecordLog log) {
        this.log = log;
    }

    /** Opens a journal. Cars that were before the barrier when the lane stopped may have passed: nobody knows. */
    public static Journal open(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        Journal journal = new Journal(RecordLog.open(file, lines));
        for (String line : lines) {
            journal.replay(JSON.readTree(line));
        }
        journal.pending.replaceAll((seq, event) -> event.awaits() ? event.with(null) : event);
        return journal;
    }

    private void replay(JsonNode line) {
        long seq = line.path("seq").asLong();
        switch (line.path("t").asText()) {
            case "event" ->
                pending.put(
                        seq,
                        new JournalEvent(
                                seq,
                                JournalEvent.Kind.valueOf(line.path("kind").asText()),
                                (ObjectNode) line.path("body"),
                                line.path("awaits").asBoolean(),
                                line.path("outcome").asText(null)));
            case "outcome" ->
                pending.computeIfPresent(
                        seq, (key, event) -> event.with(line.path("outcome").asText(null)));
            case "gone" -> line.path("seqs").forEach(gone -> pending.remove(gone.asLong()));
            default -> throw new IllegalStateException("a journal of a newer program: " + line.path("t"));
        }
    }

    /** Lines that a failing disk has spoilt. */
    public int damaged() {
        return log.damaged();
    }

    /** Events that the service has still to learn. */
    public synchronized int size() {
        return pending.size();
    }

    public synchronized boolean takesEntries() {
        return pending.size() < ENTRIES_TO;
    }

    /** Cars that this lane let in after this deviceSeq, of which the service does not know. */
    public synchronized long entriesAfter(long seq) {
        return pending.tailMap(seq, false).values().stream()
                .filter(JournalEvent::isEntry)
                .count();
    }

    /** The highest deviceSeq that stands here, 0 where none does. */
    public synchronized long lastSeq() {
        return pending.isEmpty() ? 0 : pending.lastKey();
    }

    /**
     * Writes an event down; a refusal may be forgotten again by a power cut, nothing else.
     *
     * @throws JournalFull at the bound for its kind
     * @throws IOException when the disk is full or gone
     */
    public synchronized void add(JournalEvent event) throws IOException {
        int bound = event.isDenial() ? DENIALS_TO : event.isEntry() ? ENTRIES_TO : BOUND;
        if (pending.size() >= bound) {
            throw new JournalFull(bound);
        }
        log.append(whole(event), !event.isDenial());
        pending.put(event.seq(), event);
    }

    /**
     * What the car of an event did.
     *
     * @return false where the event is no longer, or never was, here
     */
    public synchronized boolean outcome(long seq, @Nullable String outcome) throws IOException {
        JournalEvent event = pending.get(seq);
        if (event == null) {
            return false;
        }
        log.append(line("outcome").put("seq", seq).put("outcome", outcome).toString(), true);
        pending.put(seq, event.with(outcome));
        return true;
    }

    /** The oldest events, at most so many, up to the first whose car is still before the barrier. */
    public synchronized List<JournalEvent> ready(int most) {
        List<JournalEvent> ready = new ArrayList<>();
        for (JournalEvent event : pending.values()) {
            if (event.awaits() || ready.size() == most) {
                break;
            }
            ready.add(event);
        }
        return ready;
    }

    /** The service has these: they go. */
    public synchronized void remove(List<JournalEvent> known) throws IOException {
        if (known.isEmpty()) {
            return;
        }
        ObjectNode line = line("gone");
        ArrayNode seqs = line.putArray("seqs");
        known.forEach(event -> seqs.add(event.seq()));
        log.append(line.toString(), true);
        known.forEach(event -> pending.remove(event.seq()));
        if (log.records() - pending.size() > DEAD_LINES || (pending.isEmpty() && log.records() > 0)) {
            log.replace(pending.values().stream().map(Journal::whole).toList());
        }
    }

    private static String whole(JournalEvent event) {
        ObjectNode line =
                line("event").put("seq", event.seq()).put("kind", event.kind().name());
        line.put("awaits", event.awaits()).put("outcome", event.outcome()).set("body", event.body());
        return line.toString();
    }

    private static ObjectNode line(String type) {
        return JSON.createObjectNode().put("t", type);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
