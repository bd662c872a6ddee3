package parkgate.gatesim.scenario;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.scenario.Scenario.Carries;
import parkgate.gatesim.scenario.Scenario.Group;
import parkgate.gatesim.scenario.Scenario.LanePlan;
import parkgate.gatesim.scenario.Scenario.LotPlan;

/** Whether a scenario can be played: each thing that is missing or contradicts another is one clear line. */
final class ScenarioCheck {
    /** Stories that show a picture of what will soon be another. */
    private static final Set<Story> NOT_FOR_PAPER = Set.of(Story.COPIED, Story.STALE_COPY);

    private static final Set<Story> PAPER_ONLY = Set.of(Story.REISSUED_INSIDE);

    /** What a lane that is alone decides as the service would. */
    private static final Set<Story> WHERE_LANES_ARE_CUT_OFF =
            Set.of(Story.VISIT, Story.PASSBACK, Story.FOREIGN, Story.FORGED, Story.UNREADABLE);

    private ScenarioCheck() {}

    private static void checkCut(Scenario.Cut cut, Map<String, LotPlan> lots) {
        present(cut.lots(), "a cut's lots").forEach(id -> require(lots.containsKey(id), "cuts: there is no lot " + id));
        require(
                LocalTime.parse(present(cut.from(), "a cut's from"))
                        .isBefore(LocalTime.parse(present(cut.to(), "a cut's to"))),
                "a cut ends after it begins");
    }

    static void check(Scenario s) {
        present(s.name(), "name");
        present(s.timeZone(), "timeZone");
        ZoneId.of(s.timeZone());
        require(s.realSeconds() > 0, "realSeconds must be above 0");
        present(s.lots(), "lots");
        present(s.camera(), "camera");
        present(s.mishaps(), "mishaps");
        present(s.groups(), "groups");
        require(
                s.camera().values().stream().mapToDouble(Double::doubleValue).sum() > 0,
                "camera needs a weight above 0");
        Map<String, LotPlan> lots = s.lots().stream()
                .collect(Collectors.toMap(
                        lot -> present(lot.id(), "a lot's id"), Function.identity(), ScenarioCheck::twice));
        Set<String> lanes = new HashSet<>();
        s.lots().forEach(lot -> checkLot(lot, lanes));
        s.cuts().forEach(cut -> checkCut(cut, lots));
        require(
                s.cuts().isEmpty()
                        || s.groups().stream()
                                .allMatch(group ->
                                        WHERE_LANES_ARE_CUT_OFF.contains(group.story()) && group.visits() == 1),
                "with cuts, groups make one visit each, with a story of " + WHERE_LANES_ARE_CUT_OFF);
        for (int i = 0; i < s.groups().size(); i++) {
            checkGroup(s.groups().get(i), lots, "groups[" + i + "].");
        }
    }

    private static void checkLot(LotPlan lot, Set<String> lanes) {
        String where = "lot " + lot.id() + ": ";
        present(lot.district(), where + "district");
        present(lot.operator(), where + "operator");
        present(lot.lanes(), where + "lanes");
        require(lot.capacity() > 0, where + "capacity must be above 0");
        require(lot.carsAtStart() >= 0 && lot.carsAtStart() <= lot.capacity(), where + "carsAtStart");
        oneOf(lot.passback(), where + "passback", "HARD", "SOFT", "OFF");
        oneOf(lot.noOpenSession(), where + "noOpenSession", "OPEN_AND_FLAG", "REFUSE");
        oneOf(lot.revokedExit(), where + "revokedExit", "OPEN_AND_FLAG", "CALL_ATTENDANT");
        for (LanePlan lane : lot.lanes()) {
            oneOf(lane.direction(), where + "direction of lane " + lane.id(), "ENTRY", "EXIT");
            require(lanes.add(present(lane.id(), where + "a lane's id")), "lane " + lane.id() + " stands there twice");
        }
        require(has(lot, "ENTRY") && has(lot, "EXIT"), where + "needs a lane in and a lane out");
    }

    private static boolean has(LotPlan lot, String direction) {
        return lot.lanes().stream().anyMatch(lane -> lane.direction().equals(direction));
    }

    private static void checkGroup(Group group, Map<String, LotPlan> lots, String where) {
        present(group.story(), where + "story");
        present(group.carries(), where + "carries");
        require(group.drivers() > 0 && group.visits() > 0, where + "drivers and visits must be above 0");
        require(
                !NOT_FOR_PAPER.contains(group.story()) || group.carries() != Carries.PAPER,
                where + "story " + group.story() + " needs phones or wallets");
        require(
                !PAPER_ONLY.contains(group.story()) || group.carries() == Carries.PAPER,
                where + "story " + group.story() + " needs paper");
        require(!present(group.lots(), where + "lots").isEmpty(), where + "lots is empty");
        group.lots().forEach(id -> require(lots.containsKey(id), where + "lots: there is no lot " + id));
        require(present(group.arrive(), where + "arrive").size() == 2, where + "arrive needs two times");
        require(
                LocalTime.parse(group.arrive().get(0))
                        .isBefore(LocalTime.parse(group.arrive().get(1))),
                where + "arrive must go forward");
        range(group.stayMinutes(), where + "stayMinutes");
        if (group.visits() > 1) {
            range(group.gapMinutes(), where + "gapMinutes");
        }
    }

    private static void range(@Nullable List<Integer> range, String what) {
        require(
                range != null && range.size() == 2 && range.get(0) >= 0 && range.get(0) < range.get(1),
                what + " needs two whole numbers, the lower first");
    }

    private static void oneOf(@Nullable String value, String what, String... words) {
        require(value != null && Set.of(words).contains(value), what + " must be one of " + String.join(", ", words));
    }

    private static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return value;
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static LotPlan twice(LotPlan one, LotPlan other) {
        throw new IllegalArgumentException("lot " + other.id() + " stands there twice");
    }
}
