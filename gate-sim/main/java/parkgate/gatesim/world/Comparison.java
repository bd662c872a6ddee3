package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.Stopped;
import parkgate.gatesim.ledger.Difference;
import parkgate.gatesim.ledger.ScanRecord;
import parkgate.gatesim.ledger.Stay;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.Scenario.LotPlan;

/** The service's sessions, scans and counts against the ledger's, once the day is over. */
final class Comparison {
    private static final int BETWEEN_LOOKS_MS = 250;

    private final World world;
    private final Scenario scenario;
    private final Duration settling;
    private final List<Difference> found = new ArrayList<>();

    /** Compares within {@code settling}, and as much longer as grants that nobody reported take to expire. */
    Comparison(World world, Scenario scenario, Duration settling) {
        this.world = world;
        this.scenario = scenario;
        this.settling = settling;
    }

    /**
     * Looks until nothing differs, or until it surely would not change any more; writes what then differs.
     *
     * @param whole false where drivers were stopped on their way, so that only the sessions' ids can be compared
     */
    void record(boolean whole) {
        long giveUp = System.nanoTime() + settlingNanos();
        look(whole);
        while (whole && !found.isEmpty() && System.nanoTime() < giveUp) {
            try {
                Thread.sleep(BETWEEN_LOOKS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stopped(e);
            }
            look(true);
        }
        found.forEach(difference -> world.ledger.differs(difference.where(), difference.expected(), difference.got()));
    }

    private long settlingNanos() {
        boolean unreported = allStays().stream().anyMatch(stay -> stay.where() == Stay.Where.BACKED_OUT_UNREPORTED);
        int longest = scenario.lots().stream()
                .mapToInt(LotPlan::passageTimeoutSeconds)
                .max()
                .orElse(0);
        return settling.plusSeconds(unreported ? longest : 0).toNanos();
    }

    private void look(boolean whole) {
        found.clear();
        for (LotPlan lot : scenario.lots()) {
            String lotId = world.places.lotId(lot.id());
            sessions(lotId, whole);
            if (whole) {
                scans(lotId);
            }
        }
        if (whole) {
            counts();
        }
    }

    private void sessions(String lotId, boolean whole) {
        Map<String, JsonNode> theirs = new HashMap<>();
        world.office
                .list("/v1/sessions?placeId=" + lotId)
                .forEach(session -> theirs.put(session.path("sessionId").asText(), session));
        Set<String> ours = new HashSet<>(world.ledger.sessionsWithoutEntry());
        for (Stay stay : allStays()) {
            if (stay.lotId().equals(lotId)) {
                ours.add(stay.sessionId());
                if (whole) {
                    session(stay, theirs.get(stay.sessionId()));
                }
            }
        }
        theirs.forEach((id, session) -> {
            if (whole && !ours.contains(id)) {
                differs("session " + id + " at " + lotId, "no such session", session.toString());
            }
            if (world.ledger.sessionsWithoutEntry().contains(id)
                    && session.path("status").asText().equals("ACTIVE")) {
                differs("session " + id + " of an exit without an entry", "not ACTIVE", "ACTIVE");
            }
        });
    }

    private void session(Stay stay, @Nullable JsonNode session) {
        String where = "session " + stay.sessionId() + " at " + stay.lotId();
        String expected =
                switch (stay.where()) {
                    case AT_ENTRY, INSIDE -> "ACTIVE";
                    case AT_EXIT, LEFT -> "COMPLETED";
                    case BACKED_OUT, BACKED_OUT_UNREPORTED -> "INVALID";
                };
        if (session == null) {
            differs(where, expected, "no such session");
            return;
        }
        same(where + " status", expected, session.path("status").asText());
        same(where + " placeId", stay.lotId(), session.path("placeId").asText());
        same(
                where + " entry.laneId",
                stay.entryLane(),
                session.at("/entry/laneId").asText());
        if (stay.where() == Stay.Where.LEFT && stay.exitLane() != null) {
            same(
                    where + " exit.laneId",
                    stay.exitLane(),
                    session.at("/exit/laneId").asText());
        }
    }

    /** Every first grant must be found again, and every denial that the service decided once. */
    private void scans(String lotId) {
        Map<String, JsonNode> theirs = new HashMap<>();
        world.office
                .list("/v1/scans?placeId=" + lotId)
                .forEach(scan -> theirs.put(scan.path("scanId").asText(), scan));
        for (ScanRecord ours : world.ledger.scans()) {
            if (!ours.lotId().equals(lotId)
                    || ours.answer().replayed()
                    || (!ours.answer().granted() && !ours.certain())) {
                continue;
            }
            JsonNode scan = theirs.get(ours.scanId().toString());
            String where = "scan " + ours.scanId() + " at " + ours.laneId() + " in the list of scans";
            if (scan == null) {
                differs(where, ours.answer().word(), "not there");
            } else {
                same(
                        where,
                        ours.answer().granted() ? "GRANTED" : "DENIED",
                        scan.path("decision").asText());
                same(where, ours.answer().reason(), scan.path("reason").asText());
                same(where, ours.laneId(), scan.path("laneId").asText());
            }
        }
    }

    private void counts() {
        Map<String, Long> counts = new HashMap<>();
        for (LotPlan lot : scenario.lots()) {
            String lotId = world.places.lotId(lot.id());
            counts.put(lotId, world.ledger.carsInside(lotId) + world.ledger.unknownCars(lotId));
        }
        counts.forEach(this::count);
        world.places.districts().forEach((district, lots) -> count(district, sum(counts, lots)));
        count(world.places.city(), sum(counts, counts.keySet()));
    }

    private static long sum(Map<String, Long> counts, Collection<String> lots) {
        return lots.stream().mapToLong(lot -> counts.getOrDefault(lot, 0L)).sum();
    }

    private void count(String placeId, long expected) {
        JsonNode occupancy = world.office.occupancy(placeId);
        same(
                "currentCount of " + placeId,
                "" + expected,
                occupancy.path("currentCount").asText());
    }

    private List<Stay> allStays() {
        return world.cards().stream().flatMap(card -> card.stays().stream()).toList();
    }

    private void same(String where, String expected, String got) {
        if (!expected.equals(got)) {
            differs(where, expected, "'" + got + "'");
        }
    }

    private void differs(String where, String expected, String got) {
        found.add(new Difference(where, expected, got));
    }
}
