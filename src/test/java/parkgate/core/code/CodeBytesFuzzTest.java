package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The two layers under a code's signature, under a fuzzer. CONTRIBUTING.md says how to let it look for new inputs. */
class CodeBytesFuzzTest {
    @FuzzTest
    void base32(byte[] input) {
        assertArrayEquals(input, Base32.decode(Base32.encode(input)));
        String text = new String(input, StandardCharsets.ISO_8859_1);
        byte[] bytes = Base32.decode(text);
        if (bytes != null) {
            assertEquals(text, Base32.encode(bytes), "a second text for the same bytes");
        }
    }

    @FuzzTest
    void cbor(byte[] input) {
        SignedCode code = SignedCode.read(input);
        if (code != null) {
            assertArrayEquals(input, WrittenAgain.of(code), "a second form of the same claims");
            AuthletesReading.assertSame(input, code);
        }
    }
}
