package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parkgate.core.CodeClass;
import parkgate.core.Reason;
import parkgate.core.code.Base32;
import parkgate.core.code.CodeReader;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.DeviceProof;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Reading.Refused;
import parkgate.core.code.Step;
import parkgate.core.code.TotpKey;

/**
 * What a code was signed as, what its prefix says and what shape it has: three classes each. Only where all three agree is it
 * a code; every other of the 27 is MALFORMED, though each part of it is genuine. So nobody turns a code that has to move into
 * one that may be photographed, nor the other way.
 */
class RelabelMatrixTest {
    static Stream<Arguments> matrix() {
        return classes().flatMap(signed -> classes()
                .flatMap(prefix -> classes().map(shape -> Arguments.of(signed, prefix, shape))));
    }

    private static Stream<CodeClass> classes() {
        return Arrays.stream(CodeClass.values());
    }

    @ParameterizedTest(name = "signed as {0}, labelled {1}, shaped like {2}")
    @MethodSource("matrix")
    void a_code_is_read_as_what_it_was_signed_as_or_not_at_all(CodeClass signed, CodeClass prefix, CodeClass shape) {
        String text = "QP1" + prefix + "." + relabelled(signed, shape);
        CodeReader cold = GoldenCodes.reader(SignatureLibrary.best());
        check(cold.read(text, GoldenCodes.NOW), signed, prefix, shape);
        CodeReader remembering = GoldenCodes.reader(SignatureLibrary.best());
        remembering.read("QP1" + signed + "." + relabelled(signed, signed), GoldenCodes.NOW);
        check(remembering.read(text, GoldenCodes.NOW), signed, prefix, shape);
    }

    private static void check(Reading reading, CodeClass signed, CodeClass prefix, CodeClass shape) {
        if (signed == prefix && prefix == shape) {
            assertEquals(signed, assertInstanceOf(Presented.class, reading).codeClass());
        } else {
            assertEquals(new Refused(Reason.MALFORMED), reading);
        }
    }

    /** The signed part and, for the shape, a proof that is right for these very bytes and this very credential. */
    private static String relabelled(CodeClass signed, CodeClass shape) {
        byte[] cose = CodeWriter.cose(GoldenCodes.claims(signed), GoldenCodes.issuer());
        String text = Base32.encode(cose);
        return switch (shape) {
            case S -> text;
            case T ->
                text + "." + GoldenCodes.STEP * Step.PERIOD_SECONDS + "."
                        + totpKey().value(GoldenCodes.STEP);
            case D -> {
                byte[] message = DeviceProof.message(cose, GoldenCodes.STEP);
                yield text + "." + DeviceProof.text(GoldenCodes.STEP, GoldenCodes.deviceSignature(message));
            }
        };
    }

    private static TotpKey totpKey() {
        return TotpKey.derive(GoldenCodes.bytes("totp", "master"), GoldenCodes.CREDENTIAL.cti());
    }
}
