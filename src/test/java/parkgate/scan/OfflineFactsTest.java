package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.Extra;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.core.code.Reading;
import parkgate.core.code.Step;

/** What is said of a scan that a lane decided by itself, before the lot is asked. */
class OfflineFactsTest {
    private static final CredentialId CAR = new CredentialId("0000000000000001");
    private static final long NOW = 1_800_000_000_000L;
    private static final long THEN = NOW - 60_000;
    private static final Lane IN = new Lane("in", "lot", LaneDirection.ENTRY, true);
    private static final Lane OUT = new Lane("out", "lot", LaneDirection.EXIT, true);

    private final Dead dead = new Dead();
    private final Locked locked = new Locked();
    private CodeClass minAssurance = CodeClass.S;

    /** One credential is revoked, since a moment. */
    private static final class Dead implements Ports.Credentials {
        private long sinceMs = Long.MAX_VALUE;

        @Override
        public CredentialId root(CredentialId credential) {
            return credential;
        }

        @Override
        public @Nullable Reason fault(CredentialId credential) {
            return sinceMs == Long.MAX_VALUE ? null : Reason.REVOKED;
        }

        @Override
        public boolean isDeadSince(CredentialId credential, Instant then) {
            return sinceMs <= then.toEpochMilli();
        }

        @Override
        public Future<Reading> readTyped(CredentialId typed, Instant now) {
            throw new UnsupportedOperationException("is read before");
        }
    }

    /** One credential is locked out until a moment. */
    private static final class Locked implements Ports.Totp {
        private long untilMs;

        @Override
        public boolean isLockedOut(CredentialId credential, Instant now) {
            return now.toEpochMilli() < untilMs;
        }

        @Override
        public void wrongValue(CredentialId credential, Instant now) {
            throw new UnsupportedOperationException("a lane that was cut off guesses nothing");
        }

        @Override
        public void accepted(CredentialId credential, long step, Instant now) {
            throw new UnsupportedOperationException("the lot says what was accepted");
        }
    }

    private OfflineFacts facts(OfflineTold told, Reading reading, Lane lane) {
        LotRules rules = new LotRules(
                "lot",
                List.of("lot"),
                "",
                ZoneOffset.UTC,
                1,
                10,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                minAssurance,
                false,
                LotRules.NoOpenSession.OPEN_AND_FLAG,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                60_000,
                Map.of());
        return new OfflineFacts(told, reading, lane, rules, dead, locked, NOW);
    }

    private static OfflineTold told(long eventMs) {
        return told(eventMs, null, null, false);
    }

    private static OfflineTold told(
            long eventMs, @Nullable Boolean vehiclePresent, @Nullable Direction direction, boolean backedOut) {
        Scan scan = new Scan(new UUID(1, 1), "code", vehiclePresent, "沪A·12345", eventMs, 7L);
        return new OfflineTold(scan, true, "OK", direction, backedOut);
    }

    private static Reading code(CodeClass codeClass, @Nullable Reason untimely) {
        return new Reading.Presented(CAR, codeClass, 3, codeClass == CodeClass.S ? Step.NONE : 9, untimely, false);
    }

    private static void assertFlags(OfflineFacts facts, String... flags) {
        assertEquals(List.of(flags), facts.flags());
    }

    @Test
    void a_good_code_is_flagged_as_told_by_a_lane_and_no_more() {
        OfflineFacts facts = facts(told(THEN), code(CodeClass.S, null), IN);
        assertFlags(facts, "OFFLINE");
        assertEquals(CAR, facts.credential());
        assertEquals(THEN, facts.eventMs());
        assertTrue(facts.isEntryOfSomebody());
        assertEquals(
                Map.of("eventMs", Long.toString(THEN), "deviceSeq", "7", "plate", "沪A·12345"),
                named(Extra.parse(facts.extra())));
    }

    private static Map<String, String> named(Map<String, String> extra) {
        return Map.of(
                "eventMs", String.valueOf(extra.get(ScanExtra.EVENT_MS)),
                "deviceSeq", String.valueOf(extra.get(ScanExtra.DEVICE_SEQ)),
                "plate", String.valueOf(extra.get(ScanExtra.PLATE)));
    }

    @Test
    void a_lanes_time_is_taken_as_it_is_up_to_now() {
        assertFlags(facts(told(NOW - OfflineFacts.BEHIND_MS), code(CodeClass.S, null), IN), "OFFLINE");
        assertFlags(facts(told(NOW - OfflineFacts.BEHIND_MS - 1), code(CodeClass.S, null), IN), "OFFLINE", "CLOCK");
        OfflineFacts ahead = facts(told(NOW + OfflineFacts.AHEAD_MS), code(CodeClass.S, null), IN);
        assertFlags(ahead, "OFFLINE");
        assertEquals(NOW, ahead.eventMs());
        assertEquals(
                Long.toString(NOW + OfflineFacts.AHEAD_MS),
                Extra.parse(ahead.extra()).get(ScanExtra.TOLD_MS),
                "what it said is kept");
        assertFlags(facts(told(NOW + OfflineFacts.AHEAD_MS + 1), code(CodeClass.S, null), IN), "OFFLINE", "CLOCK");
        assertEquals(1, facts(told(-5), code(CodeClass.S, null), IN).eventMs());
    }

    @Test
    void a_code_that_is_nobodys_is_a_car_without_a_session() {
        OfflineFacts malformed = facts(told(THEN), new Reading.Refused(Reason.MALFORMED), IN);
        assertFlags(malformed, "OFFLINE", "UNMATCHED_PASSAGE", "MALFORMED");
        assertNull(malformed.credential());
        assertFalse(malformed.isEntryOfSomebody());
        assertFlags(
                facts(told(THEN), new Reading.WrongValue(CAR), OUT), "OFFLINE", "UNMATCHED_PASSAGE", "BAD_SIGNATURE");
    }

    @Test
    void a_credential_is_judged_as_it_stood_when_the_lane_decided() {
        dead.sinceMs = THEN;
        locked.untilMs = THEN + 1;
        assertFlags(facts(told(THEN), code(CodeClass.T, null), IN), "OFFLINE", "REVOKED", "LOCKED_OUT");
        dead.sinceMs = THEN + 1;
        locked.untilMs = THEN;
        assertFlags(facts(told(THEN), code(CodeClass.T, null), IN), "OFFLINE");
        locked.untilMs = NOW;
        assertFlags(facts(told(THEN), code(CodeClass.D, null), IN), "OFFLINE"); // nobody guesses a signature
    }

    @Test
    void an_entry_is_flagged_for_what_an_exit_is_not() {
        minAssurance = CodeClass.D;
        Reading weakAndOld = code(CodeClass.T, Reason.STALE_CODE);
        assertFlags(
                facts(told(THEN, false, null, false), weakAndOld, IN),
                "OFFLINE",
                "STALE_CODE",
                "ASSURANCE_TOO_LOW",
                "NO_VEHICLE_PRESENT");
        assertFlags(facts(told(THEN, false, null, false), weakAndOld, OUT), "OFFLINE", "STALE_CODE");
        assertFlags(facts(told(THEN, true, null, false), code(CodeClass.D, null), IN), "OFFLINE");
    }

    @Test
    void the_number_of_a_phones_credential_names_it_and_proves_nothing() {
        OfflineFacts typed = facts(told(THEN), new Reading.NotByNumber(CAR), OUT);
        assertFlags(typed, "OFFLINE", "ASSURANCE_TOO_LOW");
        assertEquals(CAR, typed.credential());
        assertNull(typed.presented());
        assertEquals(CodeClass.S, typed.codeClass());
    }

    @Test
    void the_direction_is_the_lanes_word_or_its_only_one() {
        assertEquals(
                Direction.EXIT,
                facts(told(THEN, null, Direction.EXIT, false), code(CodeClass.S, null), IN)
                        .direction());
        assertEquals(
                Direction.EXIT, facts(told(THEN), code(CodeClass.S, null), OUT).direction());
        assertFalse(
                facts(told(THEN, null, null, true), code(CodeClass.S, null), IN).isEntryOfSomebody());
    }

    @Test
    void a_word_of_the_glossary_is_kept_and_any_other_is_that_the_pack_did_not_allow_it() {
        assertEquals(Reason.PASSBACK, OfflineRefusals.reason("PASSBACK"));
        assertEquals(Reason.LANE_NOT_ALLOWED, OfflineRefusals.reason("PACK_STALE"));
        assertEquals(Reason.LANE_NOT_ALLOWED, OfflineRefusals.reason("OK"));
        assertEquals(Reason.LANE_NOT_ALLOWED, OfflineRefusals.reason(""));
    }
}
