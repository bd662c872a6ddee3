package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.code.CborItem.Form;

/** Our strict reader of one layout beside a general reader of CBOR and COSE, {@code com.authlete:cbor}. */
class AuthleteDifferenceTest {
    private static final int MUTANTS = 10_000;

    /** Of other bytes theirs believes every length, and takes gigabytes for it. */
    private static final Set<Mutant> WELL_FORMED = EnumSet.of(Mutant.OTHER_FORM, Mutant.OTHER_ITEMS);

    private static final GenuineCodes GENUINE = GenuineCodes.draw(12, new SplittableRandom(2));

    @Test
    void both_see_the_same_in_every_genuine_code() {
        for (GenuineCodes.Genuine code : GENUINE.all()) {
            AuthletesReading.assertSame(code.cose(), SignedCode.read(code.cose()));
        }
    }

    @Test
    void what_ours_takes_of_mutants_theirs_takes_with_the_same_values() {
        SplittableRandom dice = new SplittableRandom(3);
        Map<Mutant, int[]> taken = new EnumMap<>(Mutant.class);
        for (int i = 0; i < MUTANTS; i++) {
            Mutant kind = Mutant.any(dice);
            byte[] cose = signedPart(kind.of(GENUINE, dice));
            if (cose == null) {
                continue;
            }
            SignedCode ours = SignedCode.read(cose);
            int[] byWhom = taken.computeIfAbsent(kind, any -> new int[2]);
            if (ours != null) {
                byWhom[0]++;
                AuthletesReading.assertSame(cose, ours);
            } else if (WELL_FORMED.contains(kind) && AuthletesReading.takes(cose)) {
                byWhom[1]++;
            }
        }
        // The comparison means something: both kinds of answer came up often.
        assertTrue(taken.get(Mutant.VALUE_BIT)[0] > MUTANTS / 50, "values that ours takes");
        assertTrue(taken.get(Mutant.OTHER_FORM)[1] > MUTANTS / 50, "forms that only theirs takes");
        assertTrue(taken.get(Mutant.OTHER_ITEMS)[1] > MUTANTS / 100, "items that only theirs takes");
    }

    @Test
    void every_single_item_in_every_other_form_is_refused_by_ours_and_taken_by_theirs() {
        List<String> refusedByTheirs = new ArrayList<>();
        for (CodeClass codeClass : CodeClass.values()) {
            byte[] cose = genuine(codeClass);
            int items = (int) CborItem.ofCose(cose).all().count();
            for (int item = 0; item < items; item++) {
                for (Form form : Form.values()) {
                    CborItem whole = CborItem.ofCose(cose);
                    whole.all().skip(item).findFirst().orElseThrow().form = form;
                    byte[] other = whole.written();
                    if (!Arrays.equals(cose, other)) {
                        assertNull(SignedCode.read(other), codeClass + ", item " + item + " " + form);
                        if (!AuthletesReading.takes(other)) {
                            refusedByTheirs.add(codeClass + ", item " + item + " " + form);
                        }
                    }
                }
            }
        }
        assertTrue(refusedByTheirs.isEmpty(), refusedByTheirs::toString);
    }

    private static byte[] genuine(CodeClass codeClass) {
        GenuineCodes.Genuine code = GENUINE.all().stream()
                .filter(one -> one.codeClass() == codeClass)
                .findFirst()
                .orElseThrow();
        assertNotNull(SignedCode.read(code.cose()));
        return code.cose();
    }

    private static byte[] signedPart(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length < 2 ? null : Base32.decode(parts[1]);
    }
}
