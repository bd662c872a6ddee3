package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.access.Direction;
import parkgate.gatesim.lane.offline.Remembered;
import parkgate.gatesim.lane.offline.Seen;

/**
 * Whom the lane let through, the last {@value #MOST} credentials, on disk: what passback and replay go by when the lane is
 * alone.
 */
public final class LaneMemory implements Remembered, AutoCloseable {
    static final int MOST = 20_000;

    /** One car stands before a barrier; some more whose outcome comes late. */
    private static final int MOST_UNDONE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordLog log;

    /** Oldest first. */
    private final Map<CredentialId, Seen> seen = new LinkedHashMap<>();

    /** What stood before the grant that a car may still undo. */
    private final Map<String, Before> undo = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Before> eldest) {
            return size() > MOST_UNDONE;
        }
    };

    private record Before(CredentialId credential, @Nullable Seen seen) {}

    private LaneMemory(RecordLog log) {
        this.log = log;
    }

    public static LaneMemory open(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        LaneMemory memory = new LaneMemory(RecordLog.open(file, lines));
        for (String line : lines) {
            JsonNode json = JSON.readTree(line);
            CredentialId credential = new CredentialId(json.path("c").asText());
            if (json.has("d")) {
                // A car that stood before the barrier then is surely gone by now, one way or the other.
                memory.put(
                        credential,
                        new Seen(
                                json.path("d").asText(),
                                Direction.valueOf(json.path("w").asText()),
                                false,
                                json.path("s").asLong(),
                                Instant.ofEpochMilli(json.path("at").asLong())));
            } else {
                memory.seen.remove(credential);
            }
        }
        if (lines.size() > 2 * memory.seen.size() + 1_000) {
            memory.compact();
        }
        return memory;
    }

    @Override
    public synchronized @Nullable Seen seen(CredentialId credential) {
        return seen.get(credential);
    }

    /**
     * The lane let somebody through. A step that was seen stays seen.
     *
     * @param durably before the barrier opens, where nobody else will remember it
     */
    public synchronized void granted(CredentialId credential, Seen grant, boolean durably) throws IOException {
        Seen before = seen.get(credential);
        long step = before == null ? grant.step() : Math.max(before.step(), grant.step());
        Seen now = new Seen(grant.decision(), grant.direction(), grant.waiting(), step, grant.at());
        log.append(line(credential, now), durably);
        put(credential, now);
        undo.putIfAbsent(grant.decision(), new Before(credential, before));
        if (log.records() > 2L * MOST + seen.size()) {
            compact();
        }
    }

    /** The car of a grant passed. */
    public synchronized void passed(CredentialId credential, String decision) {
        undo.remove(decision);
        Seen last = seen.get(credential);
        if (last != null && last.decision().equals(decision)) {
            seen.put(credential, last.passed());
        }
    }

    /** The car of a grant did not pass: all is as before it. */
    public synchronized void undone(String decision) throws IOException {
        Before before = undo.remove(decision);
        if (before == null) {
            return;
        }
        Seen last = seen.get(before.credential());
        if (last == null || !last.decision().equals(decision)) {
            return;
        }
        if (before.seen() == null) {
            log.append(
                    JSON.createObjectNode().put("c", before.credential().text()).toString(), false);
            seen.remove(before.credential());
        } else {
            log.append(line(before.credential(), before.seen()), false);
            put(before.credential(), before.seen());
        }
    }

    private void put(CredentialId credential, Seen grant) {
        seen.remove(credential);
        seen.put(credential, grant);
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    private void compact() throws IOException {
        List<String> lines = new ArrayList<>();
        seen.forEach((credential, grant) -> lines.add(line(credential, grant)));
        log.replace(lines);
    }

    private static String line(CredentialId credential, Seen grant) {
        ObjectNode line = JSON.createObjectNode().put("c", credential.text());
        return line.put("d", grant.decision())
                .put("w", grant.direction().name())
                .put("s", grant.step())
                .put("at", grant.at().toEpochMilli())
                .toString();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
