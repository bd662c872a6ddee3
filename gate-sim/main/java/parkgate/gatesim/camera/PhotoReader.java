package parkgate.gatesim.camera;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the QR code in a picture, from the cheapest way to the most patient: the picture as it is, smaller, and turned,
 * each with a local and a global threshold. Where a picture shows several codes, one that begins as a parking code wins.
 */
public final class PhotoReader {
    private static final String PARKING_CODE = "QP1";
    /** Longest side of the first attempt: above it a photo's pixels only add noise and time. */
    private static final int FIRST_SIDE_PIXELS = 1400;

    private static final int[] OTHER_SIDES_PIXELS = {2400, 900, 600, 400};
    private static final double[] TURNS_DEGREES = {20, 45};
    /** Below this there is no room for a code of 65 modules. */
    private static final int SMALLEST_SIDE_PIXELS = 200;

    private static final List<Function<LuminanceSource, Binarizer>> THRESHOLDS =
            List.of(HybridBinarizer::new, GlobalHistogramBinarizer::new);
    private static final Map<DecodeHintType, Object> HINTS =
            Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE));

    private PhotoReader() {}

    /** The text of the code in the picture, by every way that is known to help; empty where none does. */
    public static Optional<String> read(BufferedImage picture) {
        int side = Math.max(picture.getWidth(), picture.getHeight());
        BufferedImage first = Shrinking.toSide(picture, FIRST_SIDE_PIXELS);
        Optional<String> text = attempt(first);
        for (int i = 0; text.isEmpty() && i < OTHER_SIDES_PIXELS.length; i++) {
            if (OTHER_SIDES_PIXELS[i] < side) {
                text = attempt(Shrinking.toSide(picture, OTHER_SIDES_PIXELS[i]));
            }
        }
        for (int i = 0; text.isEmpty() && i < TURNS_DEGREES.length; i++) {
            text = attempt(Shrinking.turned(first, TURNS_DEGREES[i]));
        }
        return text;
    }

    private static Optional<String> attempt(BufferedImage picture) {
        if (Math.max(picture.getWidth(), picture.getHeight()) < SMALLEST_SIDE_PIXELS) {
            return Optional.empty();
        }
        LuminanceSource light = new BufferedImageLuminanceSource(picture);
        for (Function<LuminanceSource, Binarizer> threshold : THRESHOLDS) {
            BinaryBitmap bitmap = new BinaryBitmap(threshold.apply(light));
            Optional<String> text = one(bitmap);
            if (text.isPresent()) {
                return text.get().startsWith(PARKING_CODE) ? text : Optional.of(parkingCode(bitmap, text.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> one(BinaryBitmap bitmap) {
        try {
            return Optional.of(new QRCodeReader().decode(bitmap, HINTS).getText());
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }

    private static String parkingCode(BinaryBitmap bitmap, String otherwise) {
        try {
            for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, HINTS)) {
                if (result.getText().startsWith(PARKING_CODE)) {
                    return result.getText();
                }
            }
            return otherwise;
        } catch (NotFoundException e) {
            return otherwise;
        }
    }
}
