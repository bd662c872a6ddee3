package parkgate.load.city;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Test
    void a_code_of_each_length_is_read_from_its_picture() {
        for (int bytes : new int[] {130, 150, 240}) {
            byte[] cose = new byte[bytes];
            new Random(bytes).nextBytes(cose);
            String text = "QP1D." + Base32.encode(cose);
            assertEquals(text, Picture.readBack(text));
        }
    }
}
