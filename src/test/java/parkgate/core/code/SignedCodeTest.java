package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;

class SignedCodeTest {
    private static final String HEAD = "d28449a20132044401020304a0";
    private static final String CTI = "074a00112233445566778899";
    private static final String TIMES = "041a6b0b6b00051a6b023080";
    private static final String STATUS = "3a0001000082";
    private static final String SIGNATURE = "5840" + "00".repeat(64);

    @Test
    void the_layout_is_read() {
        assertNotNull(read(HEAD, "a4" + TIMES + CTI + STATUS + "001a000b342b", SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a4" + TIMES + CTI + STATUS + "001b00000000000b342b", // eight bytes where four do
                "a4" + TIMES + CTI + STATUS + "001a00000017", // four bytes where none do
                "a4" + TIMES + CTI + STATUS + "001817",
                "a4" + TIMES + CTI + STATUS + "001900ff",
                "a4" + TIMES + CTI + STATUS + "001a0000ffff",
                "a4" + TIMES + CTI + STATUS + "0020", // a negative index
                "a4" + TIMES + CTI + STATUS + "0305", // a class that does not exist
                "a4" + TIMES + CTI + STATUS + "0205", // class D without a device key
                "a4" + TIMES + CTI + "3a0001000083" + "000541ff", // the reserved third item
                "a4" + TIMES + CTI + "3a000100009f" + "0005ff", // an array without a stated length
                "bf" + TIMES + CTI + STATUS + "0005ff", // a map without a stated length
                "a4" + CTI + TIMES + STATUS + "0005", // another order
                "a4" + "041a0000ffff051a6b023080" + CTI + STATUS + "0005", // a time that has a shorter form
                "a4" + "041a6b0b6b00041a6b0b6b00" + CTI + STATUS + "0005", // a key twice
                "a5" + TIMES + CTI + STATUS + "0005", // a pair too few
                "a5" + TIMES + CTI + STATUS + "0005" + "0101", // a pair too many
                "a4" + TIMES + "074b0011223344556677889900" + STATUS + "0005", // 11 bytes of cti
                "a4" + TIMES + CTI + STATUS + "0005" + "00", // a byte more
            })
    void anything_else_in_the_payload_is_not(String payload) {
        assertNull(read(HEAD, payload, SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({
        "d18449a20132044401020304a0", // COSE_Mac0
        "8449a20132044401020304a0", // no tag
        "d28449a20127044401020304a0", // EdDSA as its old number -8
        "d2844aa2013204450102030405a0", // a longer kid
        "d28449a20444010203040132a0", // another order
        "d28449a20132044401020304a10126", // something in the unprotected header
        "d2844ba3013204440102030402a0a0", // a third header
        "d29f49a20132044401020304a0", // an array without a stated length
        "d9001284" + "49a20132044401020304a0", // the tag in a longer form
    })
    void anything_else_before_the_payload_is_not(String head) {
        assertNull(read(head, "a4" + TIMES + CTI + STATUS + "0005", SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"583f", "5841", "590040", "5f5840"})
    void a_signature_of_another_length_or_form_is_not(String head) {
        int length = head.equals("583f") ? 63 : head.equals("5841") ? 65 : 64;
        assertNull(read(HEAD, "a4" + TIMES + CTI + STATUS + "0005", head + "00".repeat(length)));
    }

    @Property
    void what_is_written_is_read_again(@ForAll("claims") Claims claims, @ForAll int kid) {
        SignedCode code = SignedCode.read(CodeWriter.cose(claims, unsigned(kid)));
        assertEquals(claims, code.claims());
        assertEquals(new Kid(kid), code.kid());
    }

    @Property
    void no_bytes_make_it_throw_and_what_it_reads_is_written_the_same(@ForAll byte[] any) {
        SignedCode code = SignedCode.read(any);
        if (code != null) {
            assertEquals(
                    HexFormat.of().formatHex(any),
                    HexFormat.of()
                            .formatHex(CodeWriter.cose(
                                    code.claims(), unsigned(code.kid().value()))));
        }
    }

    @Test
    void claims_that_the_format_cannot_hold_are_not_made() {
        CredentialId id = CredentialId.of(new byte[10]);
        assertThrows(IllegalArgumentException.class, () -> new Claims(65_535, 70_000, id, null, CodeClass.S, 0));
        assertThrows(IllegalArgumentException.class, () -> new Claims(1L << 32, 70_000, id, null, CodeClass.S, 0));
        assertThrows(IllegalArgumentException.class, () -> new Claims(70_000, 70_000, id, null, CodeClass.S, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> new Claims(70_000, 70_000, id, null, CodeClass.D, 0));
    }

    @Test
    void a_device_key_is_a_point_of_the_curve() {
        byte[] x = HexFormat.of().parseHex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
        byte[] y = HexFormat.of().parseHex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
        DeviceKey key = DeviceKey.ofPoint(x, y); // RFC 6979 A.2.5
        assertEquals(DeviceKey.of(x, true), key);
        assertEquals(key, DeviceKey.ofCompressed(key.compressed()));
        byte[] off = y.clone();
        off[31] ^= 2;
        assertNull(DeviceKey.ofPoint(x, off));
        assertNull(DeviceKey.ofPoint(new byte[32], new byte[32]));
        assertNull(DeviceKey.ofPoint(new byte[31], y));
        byte[] beyond = HexFormat.of().parseHex("ff".repeat(32));
        assertNull(DeviceKey.ofPoint(beyond, y));
    }

    @Provide
    Arbitrary<Claims> claims() {
        Arbitrary<Long> time = Arbitraries.longs().between(Claims.MIN_SECONDS, Claims.MAX_U32);
        Arbitrary<Long> index = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 300), Arbitraries.longs().between(0, Claims.MAX_U32));
        Arbitrary<CredentialId> id =
                Arbitraries.bytes().array(byte[].class).ofSize(10).map(CredentialId::of);
        Arbitrary<BigInteger> x =
                Arbitraries.bytes().array(byte[].class).ofSize(32).map(bytes -> new BigInteger(1, bytes));
        return Combinators.combine(
                        time, time, id, x, Arbitraries.of(true, false), Arbitraries.of(CodeClass.class), index)
                .as((exp, nbf, cti, key, odd, codeClass, bit) -> new Claims(
                        exp, nbf, cti, codeClass == CodeClass.D ? new DeviceKey(key, odd) : null, codeClass, bit));
    }

    private static SignedCode read(String head, String payload, String signature) {
        String length = HexFormat.of().toHexDigits((byte) (payload.length() / 2));
        return SignedCode.read(HexFormat.of().parseHex(head + "58" + length + payload + signature));
    }

    private static CodeSigner unsigned(int kid) {
        return new CodeSigner() {
            @Override
            public Kid kid() {
                return new Kid(kid);
            }

            @Override
            public byte[] sign(byte[] message) {
                return new byte[64];
            }
        };
    }
}
