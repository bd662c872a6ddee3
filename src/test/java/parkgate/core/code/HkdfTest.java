package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 5869 appendix A, its test cases with SHA-256. */
class HkdfTest {
    @Test
    void gives_the_key_of_test_case_1() {
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                derived("0b".repeat(22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42));
    }

    @Test
    void gives_the_key_of_test_case_2_whose_inputs_are_long() {
        assertEquals(
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                        + "cc30c58179ec3e87c14c01d5c1f3434f1d87",
                derived(ascending(0x00), ascending(0x60), ascending(0xb0), 82));
    }

    @Test
    void gives_the_key_of_test_case_3_without_salt_and_info() {
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                derived("0b".repeat(22), "", "", 42));
    }

    @Test
    void gives_no_more_than_the_standard_lets_it_and_no_less_than_a_byte() {
        byte[] master = new byte[32];
        byte[] most = Hkdf.sha256(master, master, master, Hkdf.MAX_BYTES);
        assertArrayEquals(Hkdf.sha256(master, master, master, 1), new byte[] {most[0]});
        assertThrows(IllegalArgumentException.class, () -> Hkdf.sha256(master, master, master, Hkdf.MAX_BYTES + 1));
        assertThrows(IllegalArgumentException.class, () -> Hkdf.sha256(master, master, master, 0));
    }

    private static String derived(String master, String salt, String info, int length) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(Hkdf.sha256(hex.parseHex(master), hex.parseHex(salt), hex.parseHex(info), length));
    }

    /** 80 bytes, each one more than the one before. */
    private static String ascending(int first) {
        byte[] bytes = new byte[80];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return HexFormat.of().formatHex(bytes);
    }
}
