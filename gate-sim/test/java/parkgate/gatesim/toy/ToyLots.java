package parkgate.gatesim.toy;

import static parkgate.gatesim.toy.ToyService.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import parkgate.gatesim.code.Base32;
import parkgate.gatesim.toy.ToyService.Lie;

/** The toy service's lots: who is inside, and what a scan is answered. */
final class ToyLots {
    private final Lie lie;
    private final Map<String, ObjectNode> places;
    private final Map<String, ToyCredential> credentials;
    private final Map<String, ObjectNode> lanes = new HashMap<>();
    private final Map<String, Long> unknown = new HashMap<>();
    private final Map<String, ObjectNode> answers = new HashMap<>();
    private final Map<String, Stay> byDecision = new HashMap<>();
    private final Map<String, ToyCredential> cardOfDecision = new HashMap<>();
    private final List<Stay> stays = new ArrayList<>();
    private final Map<String, ObjectNode> scans = new LinkedHashMap<>();

    ToyLots(Lie lie, Map<String, ObjectNode> places, Map<String, ToyCredential> credentials) {
        this.lie = lie;
        this.places = places;
        this.credentials = credentials;
    }

    /** One car's stay: status as the contract has it, and the grant whose passage is awaited. */
    static final class Stay {
        final String session = UUID.randomUUID().toString();
        final String lot;
        final String entryLane;
        final Instant at = Instant.now();
        String exitLane = "";
        String status = "ACTIVE";
        String pending = "";
        ObjectNode pendingAnswer;
        boolean leaving;

        Stay(String lot, String entryLane) {
            this.lot = lot;
            this.entryLane = entryLane;
        }

        boolean open() {
            return status.equals("ACTIVE") && !leaving;
        }
    }

    void putLane(String laneId, ObjectNode lane) {
        lanes.put(laneId, lane);
    }

    boolean hasLane(String lotId, String laneId) {
        return lanes.containsKey(laneId)
                && lanes.get(laneId).path("placeId").asText().equals(lotId);
    }

    void setUnknown(String lot, long cars) {
        unknown.put(lot, cars);
    }

    long count(String placeId) {
        long count = lie == Lie.COUNTS_ONE_MORE ? 1 : 0;
        for (Stay stay : stays) {
            count += stay.open() && chain(stay.lot).contains(placeId) ? 1 : 0;
        }
        for (Map.Entry<String, Long> lot : unknown.entrySet()) {
            count += chain(lot.getKey()).contains(placeId) ? lot.getValue() : 0;
        }
        return count;
    }

    ObjectNode scan(String laneId, ObjectNode request) {
        String scanId = request.path("scanId").asText();
        ObjectNode before = answers.get(scanId);
        if (before != null && lie != Lie.FORGETS_SCAN_IDS) {
            return before.deepCopy().put("replayed", true);
        }
        ObjectNode answer = decide(laneId, request.path("code").asText());
        if (answer.path("decision").asText().equals("GRANTED")) {
            answers.put(scanId, answer);
        }
        scans.put(
                scanId,
                answer.deepCopy()
                        .put("scanId", scanId)
                        .put("laneId", laneId)
                        .put("placeId", lanes.get(laneId).path("placeId").asText()));
        return answer;
    }

    private ObjectNode decide(String laneId, String text) {
        ObjectNode lane = lanes.get(laneId);
        ObjectNode lot = places.get(lane.path("placeId").asText());
        boolean entry = lane.path("direction").asText().equals("ENTRY");
        ToyCredential card = credentials.values().stream()
                .filter(credential -> text.equals(credential.code) || text.startsWith(credential.code + "."))
                .findFirst()
                .orElse(null);
        if (card == null) {
            return denied(text.startsWith("QP1") ? "BAD_SIGNATURE" : "MALFORMED");
        }
        long step = -1;
        if (!card.type.equals("QR_PRINTED")) {
            step = card.type.equals("QR_TOTP")
                    ? card.totpStep(text)
                    : card.step(Base32.decode(text.substring(card.code.length() + 1)));
            if (step < 0) {
                return denied("BAD_SIGNATURE");
            }
        }
        return entry ? enter(laneId, lane, lot, card, step) : leave(laneId, lane, lot, card);
    }

    private ObjectNode enter(String laneId, ObjectNode lane, ObjectNode lot, ToyCredential card, long step) {
        if (card.revoked && lie != Lie.ADMITS_REVOKED) {
            return denied("REVOKED");
        } else if (card.replacedBy != null) {
            return denied("REPLACED");
        } else if (!Instant.now().isBefore(card.expiresAt)) {
            return denied("EXPIRED");
        } else if (step >= 0 && (step < Instant.now().getEpochSecond() / 15 - 2 || step < card.lastStep)) {
            return denied("STALE_CODE");
        }
        Stay open = card.stays.stream().filter(Stay::open).findFirst().orElse(null);
        boolean here = open != null && open.entryLane.equals(laneId);
        if (step >= 0 && step == card.lastStep) {
            return here ? again(open) : denied("REPLAYED");
        }
        boolean readTwice =
                step < 0 && open != null && open.at.isAfter(Instant.now().minusSeconds(10));
        if (here && (!open.pending.isEmpty() || readTwice)) {
            card.lastStep = Math.max(step, card.lastStep);
            return again(open);
        }
        String lotId = lane.path("placeId").asText();
        String refusal = card.refusal(chain(lotId), zone(lotId));
        if (!refusal.isEmpty() && !lot.path("admitTransients").asBoolean()) {
            return denied(refusal);
        } else if (open != null && open.lot.equals(lotId)) {
            return denied("PASSBACK");
        } else if (count(lotId) >= lot.path("capacity").asLong() && lie != Lie.ADMITS_BEYOND_CAPACITY) {
            return denied("LOT_FULL");
        }
        Stay stay = new Stay(lotId, laneId);
        stays.add(stay);
        card.stays.add(stay);
        card.stepBefore = card.lastStep;
        card.lastStep = Math.max(step, card.lastStep);
        return granted(stay, card, lane, "ENTRY");
    }

    private ObjectNode leave(String laneId, ObjectNode lane, ObjectNode lot, ToyCredential card) {
        String lotId = lane.path("placeId").asText();
        for (Stay stay : card.stays) {
            if (stay.leaving && stay.exitLane.equals(laneId)) {
                return again(stay);
            }
        }
        boolean dead = card.revoked || card.replacedBy != null;
        if (dead && lot.path("revokedExit").asText().equals("CALL_ATTENDANT")) {
            return denied(card.revoked ? "REVOKED" : "REPLACED");
        }
        Stay stay = card.stays.stream()
                .filter(open -> open.open() && open.lot.equals(lotId))
                .findFirst()
                .orElse(null);
        if (stay == null) {
            if (lot.path("noOpenSession").asText().equals("REFUSE")) {
                return denied("NO_OPEN_SESSION");
            }
            unknown.computeIfPresent(lotId, (id, cars) -> Math.max(0, cars - 1));
            stay = new Stay(lotId, "");
            stays.add(stay);
        }
        stay.exitLane = laneId;
        if (lie != Lie.FORGETS_EXITS) {
            stay.leaving = true;
            stay.status = "COMPLETED";
        }
        return granted(stay, card, lane, "EXIT");
    }

    private ObjectNode granted(Stay stay, ToyCredential card, ObjectNode lane, String direction) {
        ObjectNode answer = JSON.createObjectNode()
                .put("decision", "GRANTED")
                .put("reason", "OK")
                .put("decisionId", UUID.randomUUID().toString())
                .put("replayed", false)
                .put("direction", direction)
                .put("durability", "COMMITTED")
                .put("sessionId", stay.session);
        stay.pendingAnswer = answer;
        if (lane.path("confirmPassage").asBoolean(true)) {
            answer.putObject("passage")
                    .put("expiresAt", Instant.now().plusSeconds(60).toString());
            stay.pending = answer.path("decisionId").asText();
            byDecision.put(stay.pending, stay);
            cardOfDecision.put(stay.pending, card);
        } else {
            stay.leaving = false;
        }
        return answer;
    }

    private static ObjectNode again(Stay stay) {
        return stay.pendingAnswer.deepCopy().put("replayed", true);
    }

    ObjectNode passage(ObjectNode request) {
        String decision = request.path("decisionId").asText();
        Stay stay = byDecision.get(decision);
        boolean noEntry = request.path("outcome").asText().equals("NO_ENTRY");
        if (stay.pending.equals(decision)) {
            stay.pending = "";
            boolean exit = stay.leaving;
            stay.leaving = false;
            if (noEntry && lie != Lie.KEEPS_BACKED_OUT_CARS) {
                stay.status = exit ? "ACTIVE" : "INVALID";
                ToyCredential card = cardOfDecision.get(decision);
                card.lastStep = exit ? card.lastStep : card.stepBefore;
            }
        }
        return JSON.createObjectNode().put("sessionId", stay.session).put("status", stay.status);
    }

    List<ObjectNode> sessions(String lotId) {
        List<ObjectNode> found = new ArrayList<>();
        for (Stay stay : stays) {
            if (stay.lot.equals(lotId)) {
                ObjectNode session = JSON.createObjectNode()
                        .put("sessionId", stay.session)
                        .put("placeId", stay.lot)
                        .put("status", stay.status);
                session.putObject("entry").put("laneId", stay.entryLane);
                session.putObject("exit").put("laneId", stay.exitLane);
                found.add(session);
            }
        }
        return found;
    }

    List<ObjectNode> scans(String lotId) {
        return scans.values().stream()
                .filter(scan -> scan.path("placeId").asText().equals(lotId))
                .toList();
    }

    private ObjectNode denied(String reason) {
        return JSON.createObjectNode().put("decision", "DENIED").put("reason", reason);
    }

    private List<String> chain(String placeId) {
        List<String> chain = new ArrayList<>();
        for (String id = placeId;
                !id.isEmpty();
                id = places.get(id).path("parentId").asText("")) {
            chain.add(id);
        }
        return chain;
    }

    private ZoneId zone(String lotId) {
        List<String> chain = chain(lotId);
        return ZoneId.of(
                places.get(chain.get(chain.size() - 1)).path("timeZone").asText());
    }
}
