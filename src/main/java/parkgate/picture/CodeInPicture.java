package parkgate.picture;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPointCallback;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The text of the QR code in a picture, by ZXing: straight, and where that finds none, turned, smaller and inverted. A straight picture
 * is the hardest of all for it: it takes the first three things of exactly one size for the corners, which data may look like too; a few
 * degrees of tilt and only the corners still do.
 *
 * <pre>
 * looks          {@code LOOKS}, one after the other until one reads
 * corners        in one look at most {@value #MOST_CORNERS}: ZXing tries each three of them
 * time           a look is not begun past the deadline
 * </pre>
 *
 * It takes up to some hundred milliseconds of a processor for each look, so it is asked beside the event loop.
 */
public final class CodeInPicture {
    /** What looks like a corner of a code. Gravel has some dozens; a picture made of nothing else costs no minutes. */
    static final int MOST_CORNERS = 300;

    /** The same where several codes are looked for: each three of them are read as one. */
    private static final int MOST_CORNERS_OF_SEVERAL = 18;

    /** Longest side of most looks, pixels: above it a photo's pixels only add noise and time. */
    private static final int SIDE_PIXELS = 1_400;

    /** Below this there is no room for the smallest code with a light border. */
    private static final int SMALLEST_SIDE_PIXELS = 29;

    private static final String PARKING_CODE = "QP1";

    private record Look(UnaryOperator<GreyPicture> at, Function<LuminanceSource, Binarizer> threshold) {}

    private static final List<Look> LOOKS = List.of(
            new Look(straight -> straight, HybridBinarizer::new),
            new Look(straight -> straight.turned(4), HybridBinarizer::new),
            new Look(straight -> straight, GlobalHistogramBinarizer::new),
            new Look(straight -> straight.turned(-7), HybridBinarizer::new),
            new Look(straight -> straight.shrunkTo(straight.longerSide() / 2), HybridBinarizer::new),
            new Look(straight -> straight.turned(11), GlobalHistogramBinarizer::new),
            new Look(straight -> straight, CodeInPicture::inverted),
            new Look(straight -> straight.turned(-4), CodeInPicture::inverted),
            new Look(straight -> straight.shrunkTo(straight.longerSide() / 3), GlobalHistogramBinarizer::new),
            new Look(straight -> straight.turned(23), HybridBinarizer::new),
            new Look(straight -> straight.turned(45), HybridBinarizer::new));

    private CodeInPicture() {}

    /**
     * What became of a picture.
     *
     * @param text of its code; empty where none can be read. Of several codes a parking code's
     * @param late whether it was given up since it took too long
     */
    public record Reading(Optional<String> text, boolean late) {}

    /**
     * Reads it.
     *
     * @param mostMillis how long it may take
     * @throws NotAPictureException when it is none that can be decoded
     */
    public static Reading read(byte[] file, long mostMillis) throws NotAPictureException {
        Deadline deadline = Deadline.in(mostMillis);
        PictureFile looked = PictureFile.of(file);
        try {
            GreyPicture whole = GreyPicture.decoded(looked, deadline);
            GreyPicture straight = whole.shrunkTo(SIDE_PIXELS);
            for (Look look : LOOKS) {
                deadline.check();
                Optional<String> text = text(look.at().apply(straight), look.threshold());
                if (text.isPresent()) {
                    return new Reading(text, false);
                }
            }
            deadline.check();
            return new Reading(whole == straight ? Optional.empty() : text(whole, HybridBinarizer::new), false);
        } catch (OutOfTimeException late) {
            return new Reading(Optional.empty(), true);
        }
    }

    private static Binarizer inverted(LuminanceSource light) {
        return new HybridBinarizer(light.invert());
    }

    private static Optional<String> text(GreyPicture picture, Function<LuminanceSource, Binarizer> threshold) {
        if (Math.min(picture.width(), picture.height()) < SMALLEST_SIDE_PIXELS) {
            return Optional.empty();
        }
        BinaryBitmap bitmap = new BinaryBitmap(threshold.apply(picture.source()));
        Optional<String> text = one(bitmap);
        return text.isEmpty() || text.get().startsWith(PARKING_CODE)
                ? text
                : Optional.of(parkingCode(bitmap, text.get()));
    }

    private static Optional<String> one(BinaryBitmap bitmap) {
        try {
            return Optional.of(
                    new QRCodeReader().decode(bitmap, hints(MOST_CORNERS)).getText());
        } catch (ReaderException | TooManyCorners none) {
            return Optional.empty();
        }
    }

    /** A sign beside the driver may have a code of its own. */
    private static String parkingCode(BinaryBitmap bitmap, String otherwise) {
        try {
            for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, hints(MOST_CORNERS_OF_SEVERAL))) {
                if (result.getText().startsWith(PARKING_CODE)) {
                    return result.getText();
                }
            }
            return otherwise;
        } catch (ReaderException | TooManyCorners none) {
            return otherwise;
        }
    }

    private static Map<DecodeHintType, Object> hints(int mostCorners) {
        int[] found = {0};
        ResultPointCallback count = corner -> {
            if (++found[0] > mostCorners) {
                throw new TooManyCorners();
            }
        };
        return Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.NEED_RESULT_POINT_CALLBACK, count);
    }

    /** ZXing's search cannot be ended in another way. */
    private static final class TooManyCorners extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyCorners() {
            super("too many corners", null, false, false);
        }
    }
}
