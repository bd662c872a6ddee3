package parkgate.load.city;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeTest {
    /** RFC 6238, appendix B: SHA-1, its key, and the value of the step 1 (59 s of a period of 30 s). */
    @Test
    void a_wallets_value_is_that_of_rfc_6238() {
        Code wallet = new Code.Wallet("id", "QP1T.X", "12345678901234567890".getBytes(StandardCharsets.US_ASCII));
        assertEquals("QP1T.X.15.94287082", wallet.show(1).text());
    }

    @Test
    void a_phone_shows_the_step_that_it_signed_ahead() {
        Code phone = new Code.Device("id", "QP1D.MFRGG", new Phone());
        phone.prepare(101);
        Code.Shown shown = phone.show(100);
        assertEquals(101, shown.step());
        assertEquals(shown, phone.show(103), "two steps later it is still good");
        assertEquals(104, phone.show(104).step());
        assertNotEquals(shown.text(), phone.show(104).text());
    }

    @Test
    void base32_is_that_of_rfc_4648() {
        assertEquals("MZXW6YTBOI", Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII)));
        Random dice = new Random(1);
        for (int length = 0; length < 100; length++) {
            byte[] bytes = new byte[length];
            dice.nextBytes(bytes);
            assertArrayEquals(bytes, Base32.decode(Base32.encode(bytes)));
        }
    }
}
