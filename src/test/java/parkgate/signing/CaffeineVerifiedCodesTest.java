package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.code.CodeDigest;
import parkgate.core.code.VerifiedCode;

class CaffeineVerifiedCodesTest {
    private static final VerifiedCode CODE = new VerifiedCode(GoldenCodes.claims(CodeClass.S), null);

    @Test
    void it_answers_for_what_it_was_given_and_for_nothing_else() {
        var codes = new CaffeineVerifiedCodes(10, new SimpleMeterRegistry());
        codes.put(new CodeDigest(1, 2, 3, 4), CODE);
        assertEquals(CODE, codes.get(new CodeDigest(1, 2, 3, 4)));
        assertNull(codes.get(new CodeDigest(1, 2, 3, 5)));
    }

    @Test
    void it_keeps_at_most_what_it_is_allowed() {
        var codes = new CaffeineVerifiedCodes(10, new SimpleMeterRegistry());
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            codes.put(new CodeDigest(i, i, i, i), CODE);
        }
        for (int i = 0; i < 1000; i++) {
            kept += codes.get(new CodeDigest(i, i, i, i)) == null ? 0 : 1;
        }
        assertTrue(kept <= 10, kept + " kept");
    }
}
