package parkgate.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import parkgate.faults.Evidence.Event;
import parkgate.faults.Evidence.Head;
import parkgate.faults.Evidence.RedisLot;
import parkgate.faults.Evidence.Session;
import parkgate.faults.History.Loss;
import parkgate.faults.Violation.Promise;
import parkgate.gatesim.api.Office;

/** The checker on histories made by hand: each promise once kept and once broken. */
class CheckerTest {
    private static final String LOT = "lot";

    private final List<Ask> asks = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> open = new TreeSet<>();
    private long clock = 1_000;
    private int count;
    private int toldCount = -1;
    private String passback = "HARD";
    private int capacity = 2;

    private Set<Promise> broken() {
        List<Session> sessions = open.stream()
                .map(id -> new Session(id, LOT, "", "ACTIVE", null))
                .toList();
        long last = events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
        Lot lot = new Lot(LOT, capacity, false, passback, true, false, 4, Map.of(), List.of());
        Evidence evidence = new Evidence(
                events,
                Map.of(LOT, new Head(1, last)),
                sessions,
                Map.of(LOT, new RedisLot(1, last, open.size(), 0, List.copyOf(open), 0)),
                Map.of(LOT, List.of(toldCount < 0 ? open.size() : toldCount)));
        return new Checker(List.of(lot), asks, losses, evidence)
                .check().stream().map(Violation::promise).collect(Collectors.toSet());
    }

    private Ask told(String scanId, String car, String decision, String durability, String lane) {
        ObjectNode body = Office.object()
                .put("decision", decision)
                .put("decisionId", "d-" + scanId)
                .put("sessionId", "s-" + scanId)
                .put("direction", "ENTRY")
                .put("durability", durability);
        return ask(scanId, null, car, 200, body, lane);
    }

    private Ask ask(String key, String outcome, String car, int status, JsonNode body, String lane) {
        Ask ask = new Ask(LOT, lane, key, outcome, car, "D", 7, 0, clock, clock + 10, status, body);
        clock += 20;
        asks.add(ask);
        return ask;
    }

    private void granted(String scanId, String car) {
        told(scanId, car, "GRANTED", "COMMITTED", "in");
    }

    private void recorded(String scanId, String car, String lane, Set<String> flags) {
        open.add("s-" + scanId);
        event("ENTRY", scanId, "ENTRY", car, lane, "s-" + scanId, "d-" + scanId, flags, ++count);
    }

    private void recorded(String scanId, String car) {
        recorded(scanId, car, "in", Set.of());
    }

    private void undone(String scanId, String car) {
        open.remove("s-" + scanId);
        event(
                "NO_ENTRY",
                "d-" + scanId + ":NO_ENTRY",
                "ENTRY",
                car,
                "in",
                "s-" + scanId,
                "d-" + scanId,
                Set.of(),
                --count);
    }

    private void event(
            String kind,
            String key,
            String direction,
            String car,
            String lane,
            String session,
            String decision,
            Set<String> flags,
            int after) {
        events.add(new Event(
                LOT,
                events.size() + 1,
                1,
                key,
                kind,
                direction,
                clock,
                lane,
                car,
                session,
                decision,
                "",
                "",
                false,
                flags,
                after,
                0));
    }

    @Test
    void a_run_in_which_all_went_well_breaks_nothing() {
        granted("a", "car");
        recorded("a", "car");
        granted("a", "car");
        told("b", "car", "DENIED", "", "in");
        ask("d-a", "NO_ENTRY", "car", 200, Office.object().put("durability", "COMMITTED"), "in");
        undone("a", "car");
        ask("c", null, "car", 503, MissingNode.getInstance(), "in");
        ask("c", null, "car", 0, MissingNode.getInstance(), "in");
        assertEquals(Set.of(), broken());
    }

    @Test
    void a_grant_without_its_record_is_found() {
        granted("a", "car");
        assertEquals(Set.of(Promise.RECORDED), broken());
    }

    @Test
    void a_grant_that_is_recorded_for_another_lane_is_found() {
        granted("a", "car");
        recorded("a", "car", "other", Set.of());
        assertEquals(Set.of(Promise.RECORDED), broken());
    }

    @Test
    void a_queued_grant_is_excused_only_where_redis_lost_it() {
        told("a", "car", "GRANTED", "QUEUED", "in");
        assertEquals(Set.of(Promise.RECORDED), broken());
        losses.add(new Loss("before it was asked", 900, 950));
        assertEquals(Set.of(Promise.RECORDED), broken());
        losses.add(new Loss("when all that was queued had been recorded", 2_000, 2_100));
        assertEquals(Set.of(Promise.RECORDED), broken());
        losses.add(new Loss("while it was queued", 1_005, 1_100));
        assertEquals(Set.of(), broken());
    }

    @Test
    void a_committed_grant_is_never_excused() {
        granted("a", "car");
        losses.add(new Loss("in between", 1_005, 1_100));
        assertEquals(Set.of(Promise.RECORDED), broken());
    }

    @Test
    void a_grant_that_becomes_a_refusal_is_found() {
        granted("a", "car");
        recorded("a", "car");
        told("a", "car", "DENIED", "", "in");
        assertEquals(Set.of(Promise.SAME_ANSWER), broken());
    }

    @Test
    void a_refusal_may_become_a_grant() {
        told("a", "car", "DENIED", "", "in");
        granted("a", "car");
        recorded("a", "car");
        assertEquals(Set.of(), broken());
    }

    @Test
    void another_session_for_the_same_scan_is_found() {
        granted("a", "car");
        recorded("a", "car");
        asks.add(new Ask(
                LOT,
                "in",
                "a",
                null,
                "car",
                "D",
                7,
                0,
                clock,
                clock + 1,
                200,
                Office.object()
                        .put("decision", "GRANTED")
                        .put("decisionId", "d-a")
                        .put("sessionId", "s-other")
                        .put("direction", "ENTRY")));
        assertEquals(Set.of(Promise.SAME_ANSWER, Promise.RECORDED), broken());
    }

    @Test
    void a_scan_that_is_recorded_twice_is_found() {
        passback = "OFF";
        granted("a", "car");
        recorded("a", "car");
        recorded("a", "car");
        assertTrue(broken().containsAll(Set.of(Promise.RECORDED, Promise.ONE_SESSION, Promise.NO_GAP)));
    }

    @Test
    void more_cars_than_the_lot_has_spaces_are_found() {
        for (String car : List.of("a", "b", "c")) {
            granted(car, car);
            recorded(car, car);
        }
        assertEquals(Set.of(Promise.RULES), broken());
    }

    @Test
    void a_car_that_is_inside_twice_is_found() {
        granted("a", "car");
        recorded("a", "car");
        asks.add(new Ask(LOT, "in", "b", null, "car", "D", 8, 0, clock, clock, 0, MissingNode.getInstance()));
        recorded("b", "car");
        assertEquals(Set.of(Promise.RULES), broken());
    }

    @Test
    void where_passback_is_soft_the_flag_must_be_there() {
        passback = "SOFT";
        granted("a", "car");
        recorded("a", "car");
        asks.add(new Ask(LOT, "in", "b", null, "car", "D", 8, 0, clock, clock, 0, MissingNode.getInstance()));
        recorded("b", "car", "in", Set.of("PASSBACK"));
        assertEquals(Set.of(), broken());
        count = 1;
        events.remove(1);
        recorded("b", "car");
        assertEquals(Set.of(Promise.RULES), broken());
    }

    @Test
    void a_gap_in_the_numbers_is_found() {
        granted("a", "car");
        recorded("a", "car");
        granted("b", "other");
        recorded("b", "other");
        Event second = events.remove(1);
        events.add(new Event(
                LOT,
                3,
                1,
                "b",
                "ENTRY",
                "ENTRY",
                second.atMs(),
                "in",
                "other",
                "s-b",
                "d-b",
                "",
                "",
                false,
                Set.of(),
                2,
                0));
        assertEquals(Set.of(Promise.NO_GAP), broken());
    }

    @Test
    void a_count_that_is_wrong_is_found() {
        granted("a", "car");
        recorded("a", "car");
        toldCount = 2;
        assertEquals(Set.of(Promise.COUNTS), broken());
    }

    @Test
    void a_session_that_stays_open_after_its_exit_is_found() {
        granted("a", "car");
        recorded("a", "car");
        asks.add(new Ask(LOT, "out", "x", null, "car", "D", 8, 0, clock, clock, 0, MissingNode.getInstance()));
        event("EXIT", "x", "EXIT", "car", "out", "s-a", "d-x", Set.of(), 0);
        assertEquals(Set.of(Promise.COUNTS), broken());
    }

    @Test
    void an_entry_that_nobody_asked_for_is_found() {
        recorded("a", "car");
        assertEquals(Set.of(Promise.ONE_SESSION), broken());
    }

    @Test
    void one_step_at_two_lanes_is_found() {
        passback = "OFF";
        granted("a", "car");
        recorded("a", "car");
        told("b", "car", "GRANTED", "COMMITTED", "other");
        recorded("b", "car", "other", Set.of());
        assertEquals(Set.of(Promise.ONE_LANE), broken());
    }

    @Test
    void one_step_at_two_lanes_is_excused_where_the_guard_was_away_or_forgot() {
        passback = "OFF";
        granted("a", "car");
        recorded("a", "car");
        told("b", "car", "GRANTED", "COMMITTED", "other");
        recorded("b", "car", "other", Set.of("GUARD_AWAY"));
        assertEquals(Set.of(), broken());
        events.remove(1);
        count = 1;
        recorded("b", "car", "other", Set.of());
        losses.add(new Loss("between the two", 1_015, 1_016));
        assertEquals(Set.of(), broken());
    }

    @Test
    void one_step_after_the_car_backed_out_is_fine() {
        granted("a", "car");
        recorded("a", "car");
        undone("a", "car");
        told("b", "car", "GRANTED", "COMMITTED", "other");
        recorded("b", "car", "other", Set.of());
        assertEquals(Set.of(), broken());
    }

    @Test
    void a_passage_that_was_taken_and_is_not_there_is_found() {
        granted("a", "car");
        recorded("a", "car");
        ask("d-a", "NO_ENTRY", "car", 200, Office.object().put("durability", "COMMITTED"), "in");
        assertEquals(Set.of(Promise.PASSAGE), broken());
    }

    @Test
    void an_answer_that_is_none_is_found() {
        ask("a", null, "car", 500, MissingNode.getInstance(), "in");
        assertEquals(Set.of(Promise.ANSWERS), broken());
        asks.clear();
        ask("a", null, "car", 401, MissingNode.getInstance(), "in");
        assertEquals(Set.of(Promise.ANSWERS), broken());
    }
}
