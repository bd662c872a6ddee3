package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import parkgate.signing.GoldenCodes;

class CodeTextTest {
    @Test
    void a_code_of_each_class_names_its_credential_and_so_does_its_number() {
        String number = GoldenCodes.CREDENTIAL.visualNumber();
        for (String text : List.of(
                GoldenCodes.S,
                GoldenCodes.T,
                GoldenCodes.D,
                " " + GoldenCodes.D + "\n",
                number,
                number.toLowerCase(Locale.ROOT).replace("-", ""))) {
            assertEquals(GoldenCodes.CREDENTIAL, CodeText.credentialOf(text), text);
        }
    }

    @Test
    void a_code_without_its_proof_still_names_it() {
        assertEquals(
                GoldenCodes.CREDENTIAL,
                CodeText.credentialOf(GoldenCodes.D.substring(0, GoldenCodes.D.lastIndexOf('.'))));
    }

    @Test
    void anything_else_names_none() {
        for (String text : List.of(
                "",
                "QP1",
                "QP1S.",
                "QP1S",
                "QP1S.A",
                "https://elsewhere.example",
                "QP1S." + "A".repeat(600),
                "沪A12345")) {
            assertNull(CodeText.credentialOf(text), text);
        }
    }
}
