package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.code.Base32;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeReader;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.DeviceProof;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Reading.Refused;
import parkgate.core.code.Reading.Typed;
import parkgate.core.code.Reading.WrongValue;
import parkgate.core.code.Signatures;
import parkgate.core.code.Step;
import parkgate.core.code.TotpKey;

class GoldenCodesTest {
    /** All characters of QR's alphanumeric mode, some of each other kind, and what a keyboard makes of a code. */
    private static final char[] CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:abcdefghijklmnopqrstuvwxyz=_\u0000\n\u0130\u017F\u0661\u212A\uFF11\uFF21\uD83D"
                    .toCharArray();

    private static final String TOTP_VALUE = GoldenCodes.T.substring(GoldenCodes.T.lastIndexOf('.'));
    private static final String TOTP_TO_LAST_DIGIT_OF_ITS_TIME =
            GoldenCodes.T.substring(0, GoldenCodes.T.length() - TOTP_VALUE.length() - 1);

    static Stream<Signatures> libraries() throws GeneralSecurityException {
        return Stream.of(CorrettoSignatures.load(), SignatureLibrary.slow());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void the_golden_codes_are_read(Signatures library) {
        CodeReader reader = GoldenCodes.reader(library);
        assertEquals(
                new Presented(GoldenCodes.CREDENTIAL, CodeClass.S, GoldenCodes.STATUS_INDEX, Step.NONE, null, false),
                reader.read(GoldenCodes.S, GoldenCodes.NOW));
        assertEquals(
                new Presented(
                        GoldenCodes.CREDENTIAL, CodeClass.D, GoldenCodes.STATUS_INDEX, GoldenCodes.STEP, null, false),
                reader.read(GoldenCodes.D, GoldenCodes.NOW));
        assertEquals(
                new Presented(
                        GoldenCodes.CREDENTIAL, CodeClass.T, GoldenCodes.STATUS_INDEX, GoldenCodes.STEP, null, false),
                reader.read(GoldenCodes.T, GoldenCodes.NOW));
    }

    @Test
    void the_golden_static_code_is_written_byte_by_byte() {
        assertArrayEquals(
                GoldenCodes.bytes("S", "cose"), CodeWriter.cose(GoldenCodes.claims(CodeClass.S), GoldenCodes.issuer()));
        assertEquals(GoldenCodes.S, CodeWriter.text(GoldenCodes.claims(CodeClass.S), GoldenCodes.issuer()));
    }

    @Test
    void the_golden_device_code_is_written_byte_by_byte() {
        byte[] cose = CodeWriter.cose(GoldenCodes.claims(CodeClass.D), GoldenCodes.issuer());
        assertArrayEquals(GoldenCodes.bytes("D", "cose"), cose);
        // The phone's own signature has a random number in it, so it is taken as it is.
        byte[] proof = GoldenCodes.bytes("D", "proof");
        byte[] signature = Arrays.copyOfRange(proof, 4, proof.length);
        String text = CodeWriter.text(GoldenCodes.claims(CodeClass.D), GoldenCodes.issuer());
        assertEquals(GoldenCodes.D, text + "." + DeviceProof.text(GoldenCodes.STEP, signature));
    }

    @Test
    void the_golden_totp_code_is_written_byte_by_byte() {
        Claims claims = GoldenCodes.claims(CodeClass.T);
        assertArrayEquals(GoldenCodes.bytes("T", "cose"), CodeWriter.cose(claims, GoldenCodes.issuer()));
        TotpKey key = key(claims);
        assertEquals(HexFormat.of().formatHex(GoldenCodes.bytes("totp", "key")), key.hex());
        String shownAt = "1795310007";
        String value = key.value(Long.parseLong(shownAt) / Step.PERIOD_SECONDS);
        assertEquals(GoldenCodes.T, CodeWriter.text(claims, GoldenCodes.issuer()) + "." + shownAt + "." + value);
    }

    @Test
    void the_golden_key_has_its_kid_and_thumbprint() {
        PublicKeyInfo key = new SigningKey(KeyPurpose.CODE, GoldenCodes.bytes("issuer", "d")).publicKey();
        assertArrayEquals(GoldenCodes.bytes("issuer", "x"), key.x());
        assertEquals(GoldenCodes.KID, key.kid());
        assertEquals(
                HexFormat.of().formatHex(GoldenCodes.bytes("issuer", "cose_key_thumbprint_sha256")),
                key.thumbprintHex());
    }

    @Test
    void every_change_of_one_character_is_refused() throws GeneralSecurityException {
        CodeReader reader = GoldenCodes.reader(CorrettoSignatures.load());
        for (String golden : List.of(GoldenCodes.S, GoldenCodes.T, GoldenCodes.D)) {
            reader.read(golden, GoldenCodes.NOW); // so that a false memory would show, too
            for (int at = 0; at < golden.length(); at++) {
                for (char other : CHARACTERS) {
                    String changed = golden.substring(0, at) + other + golden.substring(at + 1);
                    if (other != golden.charAt(at) && !saysAnotherSecondOfItsStep(changed)) {
                        refused(reader, changed);
                    }
                }
            }
        }
    }

    @Test
    void another_second_of_its_step_is_the_same_totp_code() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        Presented golden = presented(reader, GoldenCodes.T, GoldenCodes.NOW);
        int read = 0;
        for (char digit = '0'; digit <= '9'; digit++) {
            String other = TOTP_TO_LAST_DIGIT_OF_ITS_TIME + digit + TOTP_VALUE;
            assertEquals(golden, presented(reader, other, GoldenCodes.NOW));
            read++;
        }
        assertEquals(10, read);
    }

    /** A value belongs to 15 seconds, so the one digit that says which of them says nothing. */
    private static boolean saysAnotherSecondOfItsStep(String changed) {
        return changed.startsWith(TOTP_TO_LAST_DIGIT_OF_ITS_TIME)
                && changed.endsWith(TOTP_VALUE)
                && changed.length() == GoldenCodes.T.length()
                && "0123456789".indexOf(changed.charAt(TOTP_TO_LAST_DIGIT_OF_ITS_TIME.length())) >= 0;
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void every_truncation_and_every_character_too_many_is_refused(Signatures library) {
        CodeReader reader = GoldenCodes.reader(library);
        for (String golden : List.of(GoldenCodes.S, GoldenCodes.T, GoldenCodes.D)) {
            for (int length = 0; length < golden.length(); length++) {
                refused(reader, golden.substring(0, length));
                refused(reader, golden.substring(golden.length() - length));
            }
            for (char more : CHARACTERS) {
                refused(reader, golden + more);
                refused(reader, more + golden);
            }
        }
    }

    @Test
    void every_changed_bit_of_the_signed_part_is_refused_for_its_layout_or_its_signature() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        byte[] cose = GoldenCodes.bytes("S", "cose");
        List<Reason> reasons = new ArrayList<>();
        for (int bit = 0; bit < cose.length * 8; bit++) {
            byte[] changed = cose.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            reasons.add(refused(reader, "QP1S." + Base32.encode(changed)));
        }
        assertTrue(reasons.contains(Reason.MALFORMED) && reasons.contains(Reason.BAD_SIGNATURE));
    }

    @Test
    void a_code_of_another_class_under_this_prefix_is_malformed() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        String proof = GoldenCodes.D.substring(GoldenCodes.D.lastIndexOf('.'));
        String deviceCode = Base32.encode(GoldenCodes.bytes("D", "cose"));
        String totpCode = Base32.encode(GoldenCodes.bytes("T", "cose"));
        assertEquals(Reason.MALFORMED, refused(reader, "QP1S." + deviceCode));
        assertEquals(Reason.MALFORMED, refused(reader, "QP1S." + totpCode));
        assertEquals(Reason.MALFORMED, refused(reader, "QP1D." + totpCode + proof));
        assertEquals(Reason.MALFORMED, refused(reader, GoldenCodes.S.replace("QP1S", "QP1D") + proof));
        String value = GoldenCodes.T.substring(GoldenCodes.T.indexOf('.', "QP1T.".length()));
        assertEquals(Reason.MALFORMED, refused(reader, "QP1T." + deviceCode + value));
        assertEquals(Reason.MALFORMED, refused(reader, GoldenCodes.S.replace("QP1S", "QP1T") + value));
    }

    @Test
    void a_code_of_a_key_we_do_not_know_has_a_bad_signature() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        SigningKey stranger = new SigningKey(KeyPurpose.CODE, new byte[32]);
        assertEquals(Reason.BAD_SIGNATURE, refused(reader, CodeWriter.text(GoldenCodes.claims(CodeClass.S), stranger)));
    }

    @Test
    void a_lane_without_secrets_takes_a_wallets_code_for_one_without_a_step_and_never_for_another_class() {
        var signatures = SignatureLibrary.slow();
        CodeReader lane =
                CodeReader.byPublicKeys(signatures, GoldenCodes.issuerKeys(signatures), new GoldenCodes.Remembering());
        String signedPart = GoldenCodes.T.substring(0, GoldenCodes.T.indexOf('.', 5));
        Reading.Presented presented = presented(lane, signedPart + ".0000000001.00000000", GoldenCodes.NOW);
        assertEquals(CodeClass.T, presented.codeClass());
        assertEquals(Step.NONE, presented.step());
        assertEquals(Reason.MALFORMED, refused(lane, signedPart));
        assertEquals(Reason.MALFORMED, refused(lane, signedPart + ".0000000001.0000000x"));
        assertEquals(Reason.MALFORMED, refused(lane, GoldenCodes.S.replace("QP1S", "QP1T") + ".0000000001.00000000"));
        assertEquals(
                GoldenCodes.STEP,
                presented(lane, GoldenCodes.D, GoldenCodes.NOW).step());
    }

    @Test
    void a_remembered_code_still_needs_a_known_key_and_a_proof() {
        var signatures = SignatureLibrary.slow();
        var memory = new GoldenCodes.Remembering();
        var knowing = new CodeReader(
                signatures, GoldenCodes.issuerKeys(signatures), GoldenCodes.totpKeys(), credential -> 0, memory);
        var forgot =
                new CodeReader(signatures, (kid, codeClass) -> null, GoldenCodes.totpKeys(), credential -> 0, memory);
        presented(knowing, GoldenCodes.D, GoldenCodes.NOW);
        assertEquals(1, memory.codes.size());
        assertEquals(Reason.BAD_SIGNATURE, refused(forgot, GoldenCodes.D));
        String otherProof = DeviceProof.text(GoldenCodes.STEP, new byte[64]);
        String signedPart = GoldenCodes.D.substring(0, GoldenCodes.D.lastIndexOf('.') + 1);
        assertEquals(Reason.BAD_SIGNATURE, refused(knowing, signedPart + otherProof));
    }

    @Test
    void a_code_with_a_device_key_off_the_curve_is_refused_however_well_it_is_signed() {
        Claims golden = GoldenCodes.claims(CodeClass.D);
        // x = 5 has a point on P-256, x = 1 has none.
        var off = DeviceKey.of(HexFormat.of().parseHex("00".repeat(31) + "01"), true);
        Claims claims = new Claims(
                golden.expiresSeconds(), golden.notBeforeSeconds(), golden.credential(), off, CodeClass.D, 1);
        String text = CodeWriter.text(claims, GoldenCodes.issuer()) + "." + DeviceProof.text(1, new byte[64]);
        assertEquals(Reason.BAD_SIGNATURE, refused(GoldenCodes.reader(SignatureLibrary.slow()), text));
    }

    @Test
    void a_totp_value_of_another_time_or_key_is_a_wrong_one() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        long now = GoldenCodes.NOW.getEpochSecond();
        String before = key(GoldenCodes.claims(CodeClass.T)).value(Step.at(GoldenCodes.NOW) - 1);
        String stranger = new TotpKey(new byte[TotpKey.BYTES]).value(Step.at(GoldenCodes.NOW));
        for (String wrong : List.of(before, stranger)) {
            assertEquals(new WrongValue(GoldenCodes.CREDENTIAL), reader.read(totpCode(now, wrong), GoldenCodes.NOW));
        }
    }

    @Test
    void a_totp_value_of_a_phone_whose_clock_is_known_to_be_off_is_good_around_that_and_around_now() {
        long step = Step.at(GoldenCodes.NOW);
        TotpKey key = key(GoldenCodes.claims(CodeClass.T));
        for (int drift : new int[] {-9, -4, -1, 1, 4, 9}) {
            CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow(), drift);
            int counted = Math.max(-4, Math.min(4, drift));
            for (int off = -12; off <= 12; off++) {
                String code = totpCode((step + off) * Step.PERIOD_SECONDS, key.value(step + off));
                boolean fresh = (off >= -2 && off <= 1) || (off >= counted - 2 && off <= counted + 1);
                assertEquals(
                        fresh ? null : Reason.STALE_CODE,
                        untimely(reader, code, GoldenCodes.NOW.getEpochSecond()),
                        "drift " + drift + ", off " + off);
            }
        }
    }

    @Test
    void a_totp_code_of_an_epoch_whose_master_is_gone_has_a_bad_signature() {
        var signatures = SignatureLibrary.slow();
        long nbf = GoldenCodes.claims(CodeClass.T).notBeforeSeconds();
        byte[] master = GoldenCodes.bytes("totp", "master");
        for (long start : new long[] {nbf, nbf + 1}) {
            var epochs = new TotpMasters(Map.of(start, master));
            var reader = new CodeReader(
                    signatures,
                    GoldenCodes.issuerKeys(signatures),
                    epochs,
                    credential -> 0,
                    new GoldenCodes.Remembering());
            if (start == nbf) {
                presented(reader, GoldenCodes.T, GoldenCodes.NOW);
            } else {
                assertEquals(Reason.BAD_SIGNATURE, refused(reader, GoldenCodes.T));
            }
        }
    }

    @Test
    void a_totp_value_is_good_for_the_time_that_it_states_from_two_steps_back_to_one_ahead() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        long now = GoldenCodes.NOW.getEpochSecond();
        long step = Step.at(GoldenCodes.NOW);
        for (long shown = step - 4; shown <= step + 3; shown++) {
            String code = totpCode(
                    shown * Step.PERIOD_SECONDS,
                    key(GoldenCodes.claims(CodeClass.T)).value(shown));
            boolean fresh = shown >= step - 2 && shown <= step + 1;
            assertEquals(fresh ? null : Reason.STALE_CODE, untimely(reader, code, now));
            assertEquals(shown, presented(reader, code, GoldenCodes.NOW).step());
        }
    }

    @Test
    void a_code_is_good_from_its_first_second_until_the_one_before_it_expires() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        Claims claims = GoldenCodes.claims(CodeClass.S);
        long first = claims.notBeforeSeconds();
        long end = claims.expiresSeconds();
        assertEquals(Reason.NOT_YET_ACTIVE, untimely(reader, GoldenCodes.S, first - 1));
        assertEquals(null, untimely(reader, GoldenCodes.S, first));
        assertEquals(null, untimely(reader, GoldenCodes.S, end - 1));
        assertEquals(Reason.EXPIRED, untimely(reader, GoldenCodes.S, end));
    }

    @Test
    void a_proof_is_good_from_two_steps_back_to_one_ahead() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        long now = GoldenCodes.NOW.getEpochSecond();
        long step = Step.at(GoldenCodes.NOW);
        assertEquals(Reason.STALE_CODE, untimely(reader, deviceCode(step - 3), now));
        for (long fresh = step - 2; fresh <= step + 1; fresh++) {
            assertEquals(null, untimely(reader, deviceCode(fresh), now));
        }
        assertEquals(Reason.STALE_CODE, untimely(reader, deviceCode(step + 2), now));
        assertEquals(Reason.STALE_CODE, untimely(reader, deviceCode(0xffff_ffffL), now));
    }

    @Test
    void an_expired_code_with_an_old_proof_is_expired() {
        CodeReader reader = GoldenCodes.reader(SignatureLibrary.slow());
        assertEquals(
                Reason.EXPIRED,
                untimely(reader, GoldenCodes.D, GoldenCodes.claims(CodeClass.D).expiresSeconds()));
    }

    private static TotpKey key(Claims claims) {
        return Objects.requireNonNull(GoldenCodes.totpKeys().key(claims.credential(), claims.notBeforeSeconds()));
    }

    private static String totpCode(long seconds, String value) {
        return "QP1T." + Base32.encode(GoldenCodes.bytes("T", "cose")) + "." + seconds + "." + value;
    }

    private static String deviceCode(long step) {
        byte[] cose = GoldenCodes.bytes("D", "cose");
        byte[] signature = GoldenCodes.deviceSignature(DeviceProof.message(cose, step));
        return "QP1D." + Base32.encode(cose) + "." + DeviceProof.text(step, signature);
    }

    private static Reason untimely(CodeReader reader, String text, long second) {
        return presented(reader, text, Instant.ofEpochSecond(second)).untimely();
    }

    private static Presented presented(CodeReader reader, String text, Instant now) {
        Reading reading = reader.read(text, now);
        return reading instanceof Presented presented ? presented : fail("refused: " + reading);
    }

    private static Reason refused(CodeReader reader, String text) {
        Reading reading = reader.read(text, GoldenCodes.NOW);
        if (reading instanceof WrongValue wrong) {
            assertEquals(GoldenCodes.CREDENTIAL, wrong.credential());
            return Reason.BAD_SIGNATURE;
        }
        if (reading instanceof Typed typed) { // 16 characters of it, as a number: nobody's
            assertNotEquals(GoldenCodes.CREDENTIAL, typed.credential());
            return Reason.UNKNOWN_CREDENTIAL;
        }
        return reading instanceof Refused refused ? refused.reason() : fail("not refused: " + text);
    }
}
