package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;

/** The whole verify under a fuzzer. CONTRIBUTING.md says how to let it look for new inputs. */
class CodeReaderFuzzTest {
    private static final CodeReader READER = GoldenCodes.reader(SignatureLibrary.best());

    @FuzzTest
    void code(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Reading reading = READER.read(text, GoldenCodes.NOW);
        if (reading instanceof Presented presented) {
            assertEquals(GoldenCodes.CREDENTIAL, presented.credential());
            assertTrue(isGolden(text, presented), "not a golden code, and taken");
        }
    }

    private static boolean isGolden(String text, Presented presented) {
        return switch (presented.codeClass()) {
            case S -> text.equals(GoldenCodes.S);
            case D -> text.equals(GoldenCodes.D);
            // Of the seconds within the step nothing follows.
            case T -> presented.step() == GoldenCodes.STEP && parts(text).equals(parts(GoldenCodes.T));
        };
    }

    private static String parts(String totpCode) {
        return totpCode.replaceFirst("\\.[0-9]{10}\\.", "..");
    }
}
