package parkgate.gatesim.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.code.Base32;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.DeviceKey;
import parkgate.gatesim.code.Paper;
import parkgate.gatesim.code.Phone;
import parkgate.gatesim.code.Wallet;

class OracleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final LotRules LOT = new LotRules("lot", 10, true, false, false, true);
    private static final HeldRight RIGHT = new HeldRight(Set.of("lot"), Instant.MIN, Instant.MAX, true);
    private static final Carried PAPER = new Paper("QP1S.AAAA");
    private static final Wallet WALLET = new Wallet("QP1T." + Base32.encode(new byte[80]), "00".repeat(20));
    private static final Phone PHONE =
            new Phone(DeviceKey.generate(), "QP1D." + Base32.encode(new byte[80]), Duration.ofSeconds(15));

    @Test
    void a_good_paper_is_granted_and_nothing_else() {
        assertEquals("GRANTED", entry(card(PAPER, RIGHT), paper(), 0, 0).toString());
    }

    @Test
    void full_is_sure_possible_or_impossible_by_the_counts_it_can_have_been() {
        assertEquals("GRANTED", entry(card(PAPER, RIGHT), paper(), 0, 9).toString());
        assertEquals(
                "GRANTED or LOT_FULL", entry(card(PAPER, RIGHT), paper(), 9, 10).toString());
        assertEquals("LOT_FULL", entry(card(PAPER, RIGHT), paper(), 10, 10).toString());
    }

    @Test
    void a_revoked_code_is_revoked_whatever_else_it_is() {
        Card card = card(PAPER, HeldRight.NONE);
        card.revoke();

        assertEquals("REVOKED", entry(card, paper(), 10, 10).toString());
    }

    @Test
    void expiry_within_the_answer_leaves_both_answers_open() {
        Card card = new Card("holder", "id", PAPER, NOW.plusMillis(500), RIGHT);

        assertEquals("GRANTED or EXPIRED", entry(card, paper(), 0, 0).toString());
        assertEquals("EXPIRED", entryAt(card, paper(), NOW.plusSeconds(3)).toString());
        assertEquals("GRANTED", entryAt(card, paper(), NOW.minusSeconds(3)).toString());
    }

    @Test
    void a_copy_is_replayed_at_another_lane_and_stale_when_it_is_old() {
        Card card = card(PHONE, RIGHT);
        Shown shown = new Shown("", Shown.Kind.GENUINE, PHONE.step(NOW));
        card.begin(new Stay("lot", "session", "other", NOW));
        card.accept(shown.step(), "other", NOW);

        assertEquals("REPLAYED", entry(card, shown, 0, 0).toString());
        assertEquals("STALE_CODE", entryAt(card, shown, NOW.plusSeconds(50)).toString());
    }

    @Test
    void of_a_wallet_whose_drift_the_service_may_know_a_copy_is_surely_stale_a_minute_later() {
        Card card = card(WALLET, RIGHT);
        Shown shown = new Shown("", Shown.Kind.GENUINE, WALLET.step(NOW));
        card.begin(new Stay("lot", "session", "other", NOW));
        card.accept(shown.step(), "other", NOW);

        assertEquals("REPLAYED", entry(card, shown, 0, 0).toString());
        assertEquals(
                "REPLAYED or STALE_CODE",
                entryAt(card, shown, NOW.plusSeconds(50)).toString());
        assertEquals("STALE_CODE", entryAt(card, shown, NOW.plusSeconds(110)).toString());
    }

    @Test
    void before_the_car_has_passed_the_same_grant_is_given_again() {
        Card card = card(PHONE, RIGHT);
        card.begin(new Stay("lot", "session", "lane", NOW));
        card.accept(PHONE.step(NOW) - 1, "lane", NOW);

        Expectation expected = entry(card, new Shown("", Shown.Kind.GENUINE, PHONE.step(NOW)), 10, 10);

        assertTrue(expected.fitsEntry(granted("session")));
        assertFalse(expected.fitsEntry(granted("another")));
    }

    @Test
    void a_car_inside_comes_in_no_second_time() {
        Card card = card(PHONE, RIGHT);
        Stay stay = new Stay("lot", "session", "other", NOW);
        stay.moved(Stay.Where.INSIDE);
        card.begin(stay);

        assertEquals(
                "PASSBACK",
                entry(card, new Shown("", Shown.Kind.GENUINE, PHONE.step(NOW)), 0, 0)
                        .toString());
    }

    @Test
    void rights_refuse_by_place_and_by_time() {
        HeldRight later = new HeldRight(Set.of("lot"), NOW.plusSeconds(60), Instant.MAX, true);
        HeldRight otherHours = new HeldRight(Set.of("lot"), Instant.MIN, Instant.MAX, false);
        HeldRight elsewhere = new HeldRight(Set.of("elsewhere"), Instant.MIN, Instant.MAX, true);

        assertEquals(
                "OUT_OF_TIME_RANGE", entry(card(PAPER, later), paper(), 0, 0).toString());
        assertEquals(
                "OUT_OF_TIME_RANGE",
                entry(card(PAPER, otherHours), paper(), 0, 0).toString());
        assertEquals(
                "NO_RIGHT_HERE", entry(card(PAPER, elsewhere), paper(), 0, 0).toString());
    }

    @Test
    void an_exit_closes_the_open_session_and_no_other() {
        Card card = card(PAPER, RIGHT);
        Stay stay = new Stay("lot", "session", "lane", NOW);
        stay.moved(Stay.Where.INSIDE);
        card.begin(stay);

        Expectation expected = Oracle.exit(LOT, "out", card, paper());

        assertTrue(expected.fitsExit(granted("session")));
        assertFalse(expected.fitsExit(granted("another")));
    }

    @Test
    void a_dead_code_at_the_exit_calls_the_attendant_where_the_lot_says_so() {
        Card card = card(PAPER, RIGHT);
        Shown old = new Shown("", Shown.Kind.REPLACED, Shown.NO_STEP);

        assertEquals("REPLACED", Oracle.exit(LOT, "out", card, old).toString());
    }

    private static Expectation entry(Card card, Shown shown, long lowest, long highest) {
        return Oracle.entry(LOT, "lane", card, shown, NOW, NOW, lowest, highest);
    }

    private static Expectation entryAt(Card card, Shown shown, Instant at) {
        return Oracle.entry(LOT, "lane", card, shown, at, at, 0, 0);
    }

    private static Card card(Carried carried, HeldRight right) {
        return new Card("holder", "id", carried, Instant.MAX, right);
    }

    private static Shown paper() {
        return new Shown("", Shown.Kind.GENUINE, Shown.NO_STEP);
    }

    private static Answer granted(String session) {
        return new Answer(true, "OK", "decision", false, "ENTRY", "COMMITTED", session, true, 1);
    }
}
