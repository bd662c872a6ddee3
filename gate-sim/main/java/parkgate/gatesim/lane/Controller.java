package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.CodeReader;
import parkgate.gatesim.lane.journal.JournalEvent;
import parkgate.gatesim.lane.journal.JournalFull;
import parkgate.gatesim.lane.line.Asking;
import parkgate.gatesim.lane.line.Circuit;
import parkgate.gatesim.lane.offline.OfflineDecision;
import parkgate.gatesim.lane.offline.OfflineRules;
import parkgate.gatesim.lane.offline.Pack;
import parkgate.gatesim.lane.offline.Room;
import parkgate.gatesim.lane.offline.Seen;

/**
 * Decides each scan: by asking, or, where the service does not answer, by itself. What it decides by itself is on the disk
 * before anybody is told. One car stands before a barrier, so one thread at a time asks.
 */
public final class Controller {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Offline grants whose car may still be reported on. */
    private static final int MOST_BEFORE_BARRIER = 100;

    private final Disk disk;
    private final OfflineRules rules;
    private final Asking asking;
    private final Circuit circuit;
    private final Keeping keeping;
    private final LongSupplier millis;
    private final AtomicLong unrecorded = new AtomicLong();

    /** By decision: the journal's number of a grant that was decided here. */
    private final Map<String, Long> beforeBarrier = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_BEFORE_BARRIER;
        }
    };

    /**
     * A controller.
     *
     * @param millis of a clock that does not jump
     */
    public Controller(
            Disk disk, OfflineRules rules, Asking asking, Circuit circuit, Keeping keeping, LongSupplier millis) {
        this.disk = disk;
        this.rules = rules;
        this.asking = asking;
        this.circuit = circuit;
        this.keeping = keeping;
        this.millis = millis;
    }

    /** Exits that were opened though nothing could be written down any more. */
    public long unrecorded() {
        return unrecorded.get();
    }

    /**
     * Decides one scan.
     *
     * @param vehiclePresent what the arming loop says, null without one
     */
    public Decided scan(UUID scanId, String code, @Nullable Boolean vehiclePresent) {
        long seq = nextSeq();
        Instant at = disk.clock().eventTime().truncatedTo(ChronoUnit.MILLIS);
        OfflineRules.Ask ask = new OfflineRules.Ask(
                code,
                disk.clock().instant(),
                disk.packs().held(),
                keeping.direction(),
                vehiclePresent,
                new Room(disk.state().spaces(), seq > 0 && disk.journal().takesEntries()));
        if (circuit.asks()) {
            Asking.Answered answered = asking.ask(request(scanId, code, at, seq, vehiclePresent));
            if (answered != null) {
                circuit.answered();
                return online(scanId, ask, answered, seq);
            }
            circuit.failed(millis.getAsLong());
            keeping.wake();
        }
        return offline(scanId, ask, at, seq);
    }

    private long nextSeq() {
        try {
            return disk.seq().next();
        } catch (IOException e) {
            keeping.complain("no number can be reserved: " + e.getMessage());
            return 0;
        }
    }

    private static ObjectNode request(
            UUID scanId, String code, Instant at, long seq, @Nullable Boolean vehiclePresent) {
        ObjectNode scan = JSON.createObjectNode()
                .put("scanId", scanId.toString())
                .put("code", code)
                .put("eventTime", at.toString());
        if (seq > 0) {
            scan.put("deviceSeq", seq);
        }
        return vehiclePresent == null ? scan : scan.put("vehiclePresent", vehiclePresent);
    }

    // ── Asked ───────────────────────────────────────────────────────────────────────────────────────────────────────

    private Decided online(UUID scanId, OfflineRules.Ask ask, Asking.Answered answered, long seq) {
        JsonNode body = answered.body();
        boolean granted = body.path("decision").asText().equals("GRANTED");
        String direction = body.path("direction").asText("ENTRY");
        String decisionId = body.path("decisionId").asText();
        boolean passage = body.path("passage").isObject();
        OfflineRules.Shown shown = granted ? rules.shown(ask) : null;
        try {
            if (shown != null) {
                long step = direction.equals("ENTRY") ? shown.step() : -1;
                Seen seen = new Seen(decisionId, Direction.valueOf(direction), passage, step, ask.now());
                disk.memory().granted(shown.credential(), seen, false);
            }
            if (body.at("/occupancy/available").isNumber()) {
                disk.state().atMost(body.at("/occupancy/available").asLong(), seq);
            }
        } catch (IOException e) {
            keeping.complain("not remembered: " + e.getMessage());
        }
        return new Decided(
                scanId,
                granted,
                body.path("reason").asText(),
                direction,
                decisionId,
                shown == null ? null : shown.credential(),
                passage,
                false,
                body.at("/display/line1").asText(granted ? "Welcome" : "Sorry"),
                body.at("/display/line2").asText(),
                body,
                answered.attempts(),
                answered.tookNanos());
    }

    // ── Alone ───────────────────────────────────────────────────────────────────────────────────────────────────────

    private Decided offline(UUID scanId, OfflineRules.Ask ask, Instant at, long seq) {
        OfflineDecision decision = rules.decide(ask, disk.memory());
        Seen again = decision.again();
        if (again != null) {
            return decided(scanId, decision, again.decision());
        }
        ObjectNode body = request(scanId, ask.text(), at, seq, ask.vehiclePresent());
        body.put("offlineDecision", decision.granted() ? "GRANTED" : "DENIED");
        body.put("offlineReason", decision.reason().name());
        body.put("direction", decision.direction().name());
        if (!decision.granted()) {
            writeDenial(body, seq);
            return decided(scanId, decision, scanId.toString());
        }
        if (!written(decision, body, ask, seq)) {
            if (decision.direction() == Direction.ENTRY) {
                OfflineDecision refused = new OfflineDecision(
                        false, Reason.NOT_RECORDABLE, Direction.ENTRY, decision.credential(), decision.step(), null);
                return decided(scanId, refused, scanId.toString());
            }
            unrecorded.incrementAndGet(); // nobody is locked in because a disk is full
        }
        if (decision.direction() == Direction.ENTRY) {
            disk.state().add(-1);
        }
        return decided(scanId, decision, scanId.toString());
    }

    /** On the disk: who it was, and what the service has to learn. */
    private boolean written(OfflineDecision decision, ObjectNode body, OfflineRules.Ask ask, long seq) {
        String id = body.path("scanId").asText();
        boolean awaits = keeping.confirmsPassage();
        try {
            if (seq == 0) {
                throw new IOException("the event has no number");
            }
            if (decision.credential() != null) {
                Seen seen = new Seen(id, decision.direction(), awaits, decision.step(), ask.now());
                // Of a car that left, nothing is refused by later.
                disk.memory().granted(decision.credential(), seen, decision.direction() == Direction.ENTRY);
            }
            disk.journal().add(new JournalEvent(seq, JournalEvent.Kind.SCAN, body, awaits, null));
            synchronized (beforeBarrier) {
                beforeBarrier.put(id, seq);
            }
            return true;
        } catch (IOException e) {
            keeping.complain("not written down, so "
                    + (decision.direction() == Direction.ENTRY ? "refused" : "only opened") + ": " + e.getMessage());
            forget(id);
            return false;
        }
    }

    /** A refusal that finds no room is not written down: it changed nothing. */
    private void writeDenial(ObjectNode body, long seq) {
        String code = body.path("code").asText();
        if (code.length() > CodeReader.MAX_LENGTH) {
            body.put("code", code.substring(0, CodeReader.MAX_LENGTH));
        }
        try {
            if (seq > 0) {
                disk.journal().add(new JournalEvent(seq, JournalEvent.Kind.SCAN, body, false, null));
            }
        } catch (JournalFull manyRefusals) {
            return;
        } catch (IOException e) {
            keeping.complain("a refusal is not written down: " + e.getMessage());
        }
    }

    private Decided decided(UUID scanId, OfflineDecision decision, String decisionId) {
        return new Decided(
                scanId,
                decision.granted(),
                decision.reason().name(),
                decision.direction().name(),
                decisionId,
                decision.credential(),
                decision.granted() && keeping.confirmsPassage(),
                true,
                Words.line1(decision.granted(), decision.direction()),
                Words.line2(decision.reason(), decision.direction()),
                MissingNode.getInstance(),
                0,
                0);
    }

    // ── What the car did ────────────────────────────────────────────────────────────────────────────────────────────

    /**
     * The car of a grant passed, or did not.
     *
     * @return the journal's number of what the service will be told, 0 where there is nothing to tell
     */
    public long passed(Decided grant, boolean passed) {
        String outcome = passed ? "CONFIRMED" : "NO_ENTRY";
        try {
            if (passed && grant.credential() != null) {
                disk.memory().passed(grant.credential(), grant.decisionId());
            } else if (!passed) {
                disk.memory().undone(grant.decisionId());
            }
            Long decidedHere;
            synchronized (beforeBarrier) {
                decidedHere = beforeBarrier.remove(grant.decisionId());
            }
            if (decidedHere != null && passed && !grant.passageExpected()) {
                return 0; // where there is no loop, the grant is the passage
            }
            if (decidedHere != null) {
                if (!passed && grant.direction().equals("ENTRY")) {
                    disk.state().add(1);
                }
                disk.journal().outcome(decidedHere, outcome);
                keeping.wake();
                return decidedHere;
            }
            if (!grant.passageExpected()
                    || grant.decisionId().equals(grant.scanId().toString())) {
                return 0;
            }
            ObjectNode body = JSON.createObjectNode().put("decisionId", grant.decisionId());
            return report(body.put("outcome", outcome));
        } catch (IOException e) {
            keeping.complain("a passage is not written down: " + e.getMessage());
            return 0;
        }
    }

    /** A car crossed the closing loop, and nobody had let it. */
    public void passedWithoutGrant() {
        try {
            boolean in = keeping.direction() != LaneDirection.EXIT;
            report(JSON.createObjectNode()
                    .put("passageId", UUID.randomUUID().toString())
                    .put("direction", in ? "ENTRY" : "EXIT")
                    .put("outcome", "CONFIRMED"));
        } catch (IOException e) {
            keeping.complain("a passage is not written down: " + e.getMessage());
        }
    }

    private long report(ObjectNode body) throws IOException {
        long seq = disk.seq().next();
        body.put(
                "eventTime",
                disk.clock().eventTime().truncatedTo(ChronoUnit.MILLIS).toString());
        if (!body.has("decisionId")) {
            body.put("deviceSeq", seq);
        }
        disk.journal().add(new JournalEvent(seq, JournalEvent.Kind.PASSAGE, body, false, null));
        keeping.wake();
        return seq;
    }

    private void forget(String decision) {
        try {
            disk.memory().undone(decision);
        } catch (IOException e) {
            keeping.complain("a grant is not undone: " + e.getMessage());
        }
    }

    /** What surrounds a controller. */
    public interface Keeping {
        /** There is something to upload, or to try. */
        void wake();

        void complain(String trouble);

        /** Of the lane; EXIT or ENTRY as it was started with where no pack says it. */
        LaneDirection direction();

        /** Somebody will say what the car did. */
        boolean confirmsPassage();
    }

    /** The pack, where there is one. */
    @Nullable
    Pack pack() {
        return disk.packs().held();
    }
}
