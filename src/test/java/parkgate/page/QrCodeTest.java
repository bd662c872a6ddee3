package parkgate.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.DecoderResult;
import com.google.zxing.qrcode.decoder.Decoder;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.http.OpenDoor;
import parkgate.testing.Browser;

/** Our drawing of QR codes, in Chromium, read back by ZXing. */
class QrCodeTest {
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final int LONGEST = 600;

    private static OpenDoor door;
    private static Browser browser;
    private static String module;

    @BeforeAll
    static void open() throws Exception {
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> AppPage.of(Bundle.load())
                .register(api));
        module = "/page/" + Bundle.load().version() + "/qr.js";
        browser = Browser.open("en");
        browser.go(door.to("/app").build().uri().toString());
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        door.close();
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder("A"); // what is only digits, ZXing would draw in another mode
        while (text.length() < length) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    /** Rows of 0 and 1. */
    private static List<?> drawn(List<String> texts) {
        Object all = browser.run(
                "const { qr } = await import(given[0]);"
                        + "return given[1].map((text) => qr(text).map((row) => row.map(Number).join('')).join(' '));",
                module,
                texts);
        if (all instanceof List<?> list) {
            return list;
        }
        throw new AssertionError(all);
    }

    private static BitMatrix matrix(String rows) {
        return BitMatrix.parse(rows.replace(' ', '\n') + '\n', "1", "0");
    }

    private static void readBack(List<String> texts) throws Exception {
        List<?> drawn = drawn(texts);
        for (int i = 0; i < texts.size(); i++) {
            BitMatrix matrix = matrix((String) drawn.get(i));
            DecoderResult read = new Decoder().decode(matrix);
            assertEquals(texts.get(i), read.getText());
            assertEquals("M", read.getECLevel());
            assertEquals(0, read.getErrorsCorrected());
            assertEquals(
                    Encoder.encode(texts.get(i), ErrorCorrectionLevel.M)
                            .getMatrix()
                            .getWidth(),
                    matrix.getWidth(),
                    "the smallest version that takes " + texts.get(i).length() + " characters");
        }
    }

    @Test
    void a_text_of_every_length_is_read_back_as_it_was() throws Exception {
        Random random = new Random(1);
        List<String> texts = new ArrayList<>();
        for (int length = 1; length <= LONGEST; length += length < 40 ? 1 : 3) {
            texts.add(text(random, length));
        }
        readBack(texts);
    }

    @Test
    void codes_of_this_size_are_read_back_whatever_they_say() throws Exception {
        Random random = new Random(2);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            texts.add(text(random, 380 + random.nextInt(40)));
        }
        readBack(texts);
    }

    @Test
    void links_of_every_length_are_read_back_as_bytes() throws Exception {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int length = 20; length <= 400; length += 19) {
            StringBuilder link = new StringBuilder("https://a/lane#");
            while (link.length() < length) {
                link.append((char) ('!' + random.nextInt('~' - '!')));
            }
            texts.add(link.toString());
        }
        readBack(texts);
    }

    @Test
    void what_no_code_of_this_size_holds_is_refused() {
        for (String bad : List.of("a".repeat(500), "A".repeat(700))) {
            String said = String.valueOf(
                    browser.run("const { qr } = await import(given[0]); return qr(given[1]).length;", module, bad));
            assertEquals("failed: RangeError", said.substring(0, Math.min(18, said.length())), bad);
        }
    }
}
