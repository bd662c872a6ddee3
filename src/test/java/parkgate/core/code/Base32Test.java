package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {
    @ParameterizedTest
    @CsvSource({"f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void the_examples_of_rfc_4648(String plain, String text) {
        assertEquals(text, Base32.encode(plain.getBytes(StandardCharsets.US_ASCII)));
        assertArrayEquals(plain.getBytes(StandardCharsets.US_ASCII), Base32.decode(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M",
                "MZX",
                "MZXW6Y",
                "MZ",
                "my",
                "MY======",
                "M1",
                "M8",
                "M ",
                "MY\n",
                "MZXW6YTB\u00e9\u00e9",
                "\u212a\u212a"
            })
    void what_is_not_canonical_has_no_bytes(String text) {
        assertNull(Base32.decode(text));
    }

    @Test
    void no_characters_are_no_bytes() {
        assertArrayEquals(new byte[0], Base32.decode(""));
    }

    @Property
    void any_bytes_come_back(@ForAll @Size(max = 300) byte[] bytes) {
        assertArrayEquals(bytes, Base32.decode(Base32.encode(bytes)));
    }

    @Property
    void a_text_that_has_bytes_is_their_only_text(@ForAll @CharRange(from = '2', to = 'Z') String text) {
        byte[] bytes = Base32.decode(text);
        if (bytes != null) {
            assertEquals(text, Base32.encode(bytes));
        }
    }
}
