package parkgate.gatesim.lane.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.Step;
import parkgate.gatesim.code.DeviceKey;
import parkgate.gatesim.lane.Issuer;
import parkgate.gatesim.lane.PackText;

/** What a lane that is alone answers. */
class OfflineRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z"); // a Sunday, 20:00 in Shanghai
    private static final Instant FROM = NOW.minusSeconds(86_400);
    private static final Instant UNTIL = NOW.plusSeconds(86_400);

    private final Issuer codes = new Issuer();
    private final Issuer packs = new Issuer();
    private final PackText text = new PackText(codes, packs, NOW.minusSeconds(60));
    private final OfflineRules rules = new OfflineRules(new JdkSignatures(), Duration.ofHours(1));
    private final Map<CredentialId, Seen> memory = new HashMap<>();
    private final CredentialId id = Issuer.credential();
    private final String paper = codes.paper(id, FROM, UNTIL, 5);
    private Instant now = NOW;
    private Boolean vehicle;
    private Room room = new Room(Room.UNKNOWN, true);
    private boolean withPack = true;

    private OfflineDecision ask(String code) {
        try {
            Pack pack = withPack
                    ? new PackReader(new JdkSignatures()).read(text.signed(packs), Map.of(packs.kid(), packs.x()))
                    : null;
            OfflineRules.Ask ask = new OfflineRules.Ask(code, now, pack, LaneDirection.EXIT, vehicle, room);
            return rules.decide(ask, memory::get);
        } catch (PackRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private void asks(Reason reason, String code) {
        OfflineDecision decision = ask(code);
        assertEquals(reason, decision.reason());
        assertEquals(reason == Reason.OK, decision.granted());
    }

    private void permit(String policy) {
        text.right(id, "S", policy);
    }

    private void remembered(Direction direction, boolean waiting, long step, Instant at) {
        memory.put(id, new Seen("d", direction, waiting, step, at));
    }

    @Test
    void a_paper_with_a_right_comes_in() {
        permit("CACHED");
        asks(Reason.OK, paper);
        assertEquals(id, ask(paper).credential());
        assertNull(ask(paper).again());
    }

    @Test
    void what_is_no_code_or_not_genuine_does_not() {
        asks(Reason.MALFORMED, "https://example.org");
        asks(Reason.BAD_SIGNATURE, new Issuer().paper(id, FROM, UNTIL, 5));
    }

    @Test
    void a_key_that_is_not_for_this_class_signs_nothing() {
        permit("CACHED");
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        text.json.path("codeKeys").path(0))
                .putArray("classes")
                .add("D");
        asks(Reason.BAD_SIGNATURE, paper);
    }

    @Test
    void the_status_list_and_the_dates_count() {
        permit("ALWAYS");
        text.dead(5);
        asks(Reason.REVOKED, paper);
        text.dead(6);
        asks(Reason.OK, paper);
        now = UNTIL;
        asks(Reason.EXPIRED, paper);
        now = FROM.minusSeconds(1);
        asks(Reason.NOT_YET_ACTIVE, paper);
    }

    @Test
    void a_right_counts_in_its_window_by_the_lots_own_clock() {
        var right = text.right(id, "S", "CACHED");
        right.withArray("recurring")
                .addObject()
                .put("from", "19:00")
                .put("to", "21:00")
                .putArray("days")
                .add("SUN");
        asks(Reason.OK, paper);
        now = NOW.plus(Duration.ofHours(1));
        asks(Reason.OUT_OF_TIME_RANGE, paper);
    }

    @Test
    void a_window_over_midnight_names_the_day_on_which_it_starts() {
        var right = text.right(id, "S", "CACHED");
        right.withArray("recurring")
                .addObject()
                .put("from", "18:00")
                .put("to", "08:00")
                .putArray("days")
                .add("SUN");
        now = NOW.plus(Duration.ofHours(11)); // Monday 07:00
        asks(Reason.OK, paper);
        now = NOW.plus(Duration.ofHours(12));
        asks(Reason.OUT_OF_TIME_RANGE, paper);
    }

    @Test
    void without_a_right_nobody_comes_in_unless_the_lot_admits_transients() {
        asks(Reason.NO_RIGHT_HERE, paper);
        text.lot("admitTransients", true);
        asks(Reason.OK, paper);
        text.lot("status", "FULL");
        asks(Reason.LOT_FULL, paper);
    }

    @ParameterizedTest
    @CsvSource({
        "ALWAYS, ALWAYS_RIGHTS, true, OK",
        "CACHED, ALWAYS_RIGHTS, true, NO_RIGHT_HERE",
        "CACHED, AS_FRESH,      true, OK",
        "NEVER,  AS_FRESH,      true, NO_RIGHT_HERE",
        "ALWAYS, NO_ENTRY,      true, NO_RIGHT_HERE",
        "ALWAYS, NO_ENTRY,      false, OK",
        "CACHED, ALWAYS_RIGHTS, false, OK",
        "NEVER,  ALWAYS_RIGHTS, false, NO_RIGHT_HERE",
    })
    void the_rights_policy_and_the_lots_choice_say_what_a_stale_pack_is_worth(
            String policy, String stalePack, boolean stale, Reason reason) {
        permit(policy);
        text.lot("stalePack", stalePack);
        text.json.put("staleAfter", (stale ? NOW : NOW.plusSeconds(1)).toString());
        asks(reason, paper);
    }

    @Test
    void a_right_that_never_counts_offline_makes_no_transient_of_its_holder() {
        permit("NEVER");
        text.lot("admitTransients", true);
        asks(Reason.NO_RIGHT_HERE, paper);
    }

    @Test
    void a_stale_pack_admits_no_transients_where_only_some_rights_count() {
        text.lot("admitTransients", true);
        text.json.put("staleAfter", NOW.toString());
        asks(Reason.NO_RIGHT_HERE, paper);
    }

    @Test
    void a_closed_lot_is_closed_but_for_its_staff() {
        permit("CACHED");
        text.lot("status", "CLOSED");
        asks(Reason.LOT_CLOSED, paper);
        text.right(id, "S", "CACHED").put("type", "STAFF");
        asks(Reason.LOT_CLOSED, paper); // the first right that covers the moment counts, as online
        text.json.putArray("rights");
        text.right(id, "S", "CACHED").put("type", "STAFF");
        asks(Reason.OK, paper);
        text.lot("status", "CLOSED_TO_ALL");
        asks(Reason.LOT_CLOSED, paper);
    }

    @Test
    void a_paper_read_twice_within_ten_seconds_is_one_grant_and_then_it_is_inside() {
        permit("CACHED");
        remembered(Direction.ENTRY, false, Step.NONE, NOW.minusSeconds(10));
        assertEquals("d", there(ask(paper).again()).decision());
        remembered(Direction.ENTRY, false, Step.NONE, NOW.minusSeconds(11));
        asks(Reason.PASSBACK, paper);
        text.lot("passback", "OFF");
        asks(Reason.PASSBACK, paper); // static codes have one open session, whatever passback says
        remembered(Direction.ENTRY, false, Step.NONE, NOW.minus(Duration.ofHours(1)));
        asks(Reason.OK, paper);
    }

    @Test
    void who_still_stands_before_the_barrier_gets_the_same_grant_at_any_time() {
        permit("CACHED");
        remembered(Direction.ENTRY, true, Step.NONE, NOW.minusSeconds(50));
        assertEquals("d", there(ask(paper).again()).decision());
    }

    @Test
    void a_phones_code_is_fresh_opens_once_and_is_a_copy_after_that() {
        DeviceKey phone = DeviceKey.generate();
        String code = codes.code(id, CodeClass.D, Issuer.publicKey(phone), FROM, UNTIL, 5);
        text.right(id, "D", "CACHED");
        text.lot("passback", "OFF").lot("minAssurance", "D");
        long step = Step.at(NOW);
        asks(Reason.OK, Issuer.atStep(code, phone, step));
        asks(Reason.OK, Issuer.atStep(code, phone, step - 2));
        asks(Reason.STALE_CODE, Issuer.atStep(code, phone, step - 3));
        asks(Reason.STALE_CODE, Issuer.atStep(code, phone, step + 2));
        asks(Reason.BAD_SIGNATURE, Issuer.atStep(code, DeviceKey.generate(), step));

        remembered(Direction.ENTRY, false, step, NOW.minusSeconds(30));
        assertNotNull(ask(Issuer.atStep(code, phone, step)).again());
        asks(Reason.STALE_CODE, Issuer.atStep(code, phone, step - 1));
        asks(Reason.OK, Issuer.atStep(code, phone, step + 1));
        remembered(Direction.ENTRY, false, step, NOW.minusSeconds(31));
        asks(Reason.REPLAYED, Issuer.atStep(code, phone, step));
        remembered(Direction.EXIT, false, step, NOW.minusSeconds(1));
        asks(Reason.REPLAYED, Issuer.atStep(code, phone, step));
    }

    @Test
    void a_wallets_value_cannot_be_checked_so_it_is_worth_what_paper_is() {
        String code = codes.code(id, CodeClass.T, null, FROM, UNTIL, 5) + ".1700000000.12345678";
        text.right(id, "T", "CACHED");
        asks(Reason.OK, code);
        text.lot("minAssurance", "T");
        asks(Reason.ASSURANCE_TOO_LOW, code);
        asks(Reason.MALFORMED, code.substring(0, code.length() - 1));
    }

    @Test
    void a_typed_number_opens_as_paper_where_the_pack_knows_it_for_one() {
        asks(Reason.UNKNOWN_CREDENTIAL, id.visualNumber());
        permit("CACHED");
        asks(Reason.OK, id.visualNumber());
        text.json.putArray("rights");
        text.right(id, "D", "CACHED");
        asks(Reason.ASSURANCE_TOO_LOW, id.visualNumber());
    }

    @Test
    void without_a_car_nobody_comes_in() {
        permit("CACHED");
        vehicle = false;
        asks(Reason.NO_VEHICLE_PRESENT, paper);
        vehicle = true;
        asks(Reason.OK, paper);
    }

    @Test
    void a_lot_with_a_bound_admits_the_lanes_share_and_no_more() {
        permit("CACHED");
        text.capacity(10);
        asks(Reason.LOT_FULL, paper); // no heartbeat has named a share
        room = new Room(1, true);
        asks(Reason.OK, paper);
        room = new Room(0, true);
        asks(Reason.LOT_FULL, paper);
        text.lot("fullPolicy", "SOFT");
        asks(Reason.OK, paper);
    }

    @Test
    void a_full_journal_stops_entries_and_no_exit() {
        permit("CACHED");
        room = new Room(Room.UNLIMITED, false);
        asks(Reason.NOT_RECORDABLE, paper);
        text.lane("EXIT", true);
        asks(Reason.OK, paper);
    }

    @Test
    void an_exit_opens_for_every_genuine_code_dead_or_old_without_a_right_or_a_session() {
        text.lane("EXIT", true).dead(5);
        now = UNTIL.plusSeconds(86_400 * 30);
        room = new Room(0, false);
        vehicle = false;
        asks(Reason.OK, paper);
        asks(Reason.OK, id.visualNumber());
        text.lot("revokedExit", "CALL_ATTENDANT");
        asks(Reason.REVOKED, paper);
        asks(Reason.BAD_SIGNATURE, new Issuer().paper(id, FROM, UNTIL, 5));
        asks(Reason.MALFORMED, "no code");
    }

    @Test
    void a_reversible_lane_lets_out_whom_it_let_in() {
        permit("CACHED");
        text.lane("REVERSIBLE", true);
        assertEquals(Direction.ENTRY, ask(paper).direction());
        remembered(Direction.ENTRY, false, Step.NONE, NOW.minus(Duration.ofHours(5)));
        assertEquals(Direction.EXIT, ask(paper).direction());
        remembered(Direction.EXIT, false, Step.NONE, NOW.minus(Duration.ofHours(5)));
        assertEquals(Direction.ENTRY, ask(paper).direction());
        remembered(Direction.ENTRY, true, Step.NONE, NOW);
        assertEquals(Direction.ENTRY, ask(paper).direction());
    }

    @Test
    void without_any_pack_exits_open_for_what_has_the_form_of_a_code_and_nobody_comes_in() {
        withPack = false;
        assertTrue(ask(paper).granted());
        asks(Reason.MALFORMED, "no code");
    }

    private static Seen there(Seen seen) {
        assertNotNull(seen);
        return seen;
    }
}
