package parkgate.bench;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import parkgate.picture.QrImage;

/** What a code's picture costs: its symbol, with the mask that reads best or with a given one, and its PNG. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DrawBenchmark {
    private static final int QUIET = 4;

    @Param({"S", "D"})
    private String codeClass = "S";

    @Param({"512"})
    private int size = QrImage.DEFAULT_SIZE;

    private String text = "";
    private QrImage image = QrImage.of("A");
    private ByteMatrix modules = new ByteMatrix(0, 0);

    @Setup
    public void draw() throws WriterException {
        Codes codes = new Codes();
        text = codeClass.equals("S") ? codes.s : codes.d;
        image = QrImage.of(text);
        modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    }

    @Benchmark
    public QrImage maskChosen() {
        return QrImage.of(text);
    }

    @Benchmark
    public ByteMatrix maskFixed() throws WriterException {
        return Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.QR_MASK_PATTERN, 2))
                .getMatrix();
    }

    @Benchmark
    public byte[] pngOneBit() {
        return image.png(size);
    }

    @Benchmark
    public byte[] pngImageIo() throws IOException {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        int scale = size / (modules.getWidth() + 2 * QUIET);
        int margin = (size - modules.getWidth() * scale) / 2;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int column = Math.floorDiv(x - margin, scale);
                int row = Math.floorDiv(y - margin, scale);
                boolean inside = column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight();
                picture.setRGB(x, y, inside && modules.get(column, row) == 1 ? 0xff000000 : 0xffffffff);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    @Benchmark
    public String svg() {
        return image.svg(size);
    }
}
