package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.ledger.LotRules;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.Scenario.LanePlan;
import parkgate.gatesim.scenario.Scenario.Level;
import parkgate.gatesim.scenario.Scenario.LotPlan;

/**
 * The run's own city in the service: its districts, lots and lanes. Every id begins with the run's, so that runs stand
 * beside each other, and beside whatever else the service serves.
 */
final class Places {
    private final String run;
    private final Scenario scenario;
    private final Map<String, Lane> lanes = new HashMap<>();

    Places(String run, Scenario scenario) {
        this.run = run;
        this.scenario = scenario;
    }

    String city() {
        return run;
    }

    String lotId(String lot) {
        return run + "-" + lot;
    }

    private String districtId(LotPlan lot) {
        return run + "-" + lot.district();
    }

    /** The lane with this id in the scenario. */
    Lane lane(String id) {
        Lane lane = lanes.get(id);
        if (lane == null) {
            throw new IllegalArgumentException("no lane " + id);
        }
        return lane;
    }

    /** The lanes of a lot. */
    List<Lane> lanesOf(String lot) {
        return lanes.values().stream()
                .filter(lane -> lane.lotId.equals(lotId(lot)))
                .toList();
    }

    /** The place that a right for this lot is given at. */
    String placeOf(String lot, Level level) {
        return switch (level) {
            case CITY -> city();
            case DISTRICT -> districtId(plan(lot));
            case LOT -> lotId(lot);
        };
    }

    /** The lots that lie in, or are, one of these places. */
    Set<String> lotsUnder(Collection<String> placeIds) {
        Set<String> lots = new HashSet<>();
        for (LotPlan lot : scenario.lots()) {
            if (placeIds.contains(city()) || placeIds.contains(districtId(lot)) || placeIds.contains(lotId(lot.id()))) {
                lots.add(lotId(lot.id()));
            }
        }
        return lots;
    }

    /** Each district with its lots. */
    Map<String, List<String>> districts() {
        Map<String, List<String>> districts = new HashMap<>();
        for (LotPlan lot : scenario.lots()) {
            districts.computeIfAbsent(districtId(lot), id -> new ArrayList<>()).add(lotId(lot.id()));
        }
        return districts;
    }

    /** Makes all of it in the service. */
    void make(Office office, LaneComputers computers) {
        office.putPlace(
                city(),
                Office.object()
                        .put("type", "CITY")
                        .put("name", "Gate simulator: " + scenario.name())
                        .put("timeZone", scenario.timeZone()));
        Set<String> districts = new LinkedHashSet<>();
        scenario.lots().forEach(lot -> districts.add(districtId(lot)));
        districts.forEach(district -> office.putPlace(
                district,
                Office.object().put("type", "DISTRICT").put("parentId", city()).put("name", district)));
        for (LotPlan lot : scenario.lots()) {
            office.putPlace(lotId(lot.id()), body(lot));
            for (LanePlan lane : lot.lanes()) {
                lanes.put(lane.id(), make(office, computers, lotId(lot.id()), lane));
            }
            if (lot.carsAtStart() > 0) {
                office.setOccupancy(lotId(lot.id()), lot.carsAtStart(), "cars inside when the lot goes live");
            }
        }
    }

    private Lane make(Office office, LaneComputers computers, String lotId, LanePlan lane) {
        String laneId = run + "-" + lane.id();
        office.putLane(
                lotId,
                laneId,
                Office.object().put("direction", lane.direction()).put("confirmPassage", lane.confirmPassage()));
        String key = office.laneKey(lotId, laneId).key();
        return new Lane(laneId, lotId, lane.confirmPassage(), computers.start(laneId, key));
    }

    private ObjectNode body(LotPlan lot) {
        return Office.object()
                .put("type", "LOT")
                .put("parentId", districtId(lot))
                .put("name", lot.id())
                .put("operatorId", lot.operator())
                .put("capacity", lot.capacity())
                .put("passback", lot.passback())
                .put("admitTransients", lot.admitTransients())
                .put("noOpenSession", lot.noOpenSession())
                .put("revokedExit", lot.revokedExit())
                .put("passageTimeoutSeconds", lot.passageTimeoutSeconds());
    }

    /** The rules of a lot, as the ledger needs them. */
    LotRules rules(LotPlan lot) {
        return new LotRules(
                lotId(lot.id()),
                lot.capacity(),
                lot.passback().equals("HARD"),
                lot.admitTransients(),
                lot.noOpenSession().equals("REFUSE"),
                lot.revokedExit().equals("CALL_ATTENDANT"));
    }

    private LotPlan plan(String lot) {
        return scenario.lots().stream()
                .filter(plan -> plan.id().equals(lot))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no lot " + lot));
    }
}
