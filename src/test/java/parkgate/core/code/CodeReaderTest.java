package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.code.Reading.Refused;

/** What the reader does before and beside signatures: here each of them is good. */
class CodeReaderTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_310_010L);
    private static final VerifyingKey TRUSTING = (message, signature) -> true;

    private static final CodeReader READER = new CodeReader(
            new Signatures() {
                @Override
                public VerifyingKey ed25519(byte[] publicKey) {
                    return TRUSTING;
                }

                @Override
                public VerifyingKey p256(DeviceKey publicKey) {
                    return TRUSTING;
                }

                @Override
                public boolean isNative() {
                    return true;
                }
            },
            (kid, codeClass) -> TRUSTING,
            (credential, notBefore) -> new TotpKey(new byte[TotpKey.BYTES]),
            credential -> 0,
            new VerifiedCodes() {
                @Override
                public VerifiedCode get(CodeDigest digest) {
                    return null;
                }

                @Override
                public void put(CodeDigest digest, VerifiedCode code) {}
            });

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Q",
                "QP1S",
                "QP1S.",
                "QP1D.",
                "QP1D..",
                "QP1T..",
                "QP1T...",
                "QP1S...",
                "QP2S.AAAA",
                "qp1s.AAAA",
                "QP1X.AAAA",
                "QP1S,AAAA",
                "https://example.com/QP1S.AAAA",
                "\u0000\u0000\u0000\u0000\u0000\u0000",
                "\uD800\uDFFF\uD800"
            })
    void what_no_issuer_writes_is_malformed(String text) {
        assertEquals(new Refused(Reason.MALFORMED), READER.read(text, NOW));
    }

    @Test
    void a_longer_text_than_any_code_is_malformed_whatever_is_in_it() {
        assertEquals(new Refused(Reason.MALFORMED), READER.read("QP1S." + "A".repeat(508), NOW));
        assertEquals(new Refused(Reason.MALFORMED), READER.read("QP1D.".repeat(10_000_000), NOW));
    }

    @Property
    void no_text_and_no_moment_make_it_throw(@ForAll("texts") String text, @ForAll("moments") Instant now) {
        assertNotNull(READER.read(text, now));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> signed =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(220).map(Base32::encode);
        Arbitrary<String> written = Arbitraries.of(CodeClass.class).map(CodeReaderTest::signedPart);
        Arbitrary<String> proof =
                Arbitraries.bytes().array(byte[].class).ofSize(68).map(Base32::encode);
        Arbitrary<String> values =
                Arbitraries.strings().numeric().ofLength(18).map(d -> d.substring(0, 10) + "." + d.substring(10));
        Arbitrary<String> junk = Arbitraries.strings().all().ofMaxLength(40);
        return Combinators.combine(
                        Arbitraries.of("QP1S.", "QP1T.", "QP1D.", ""),
                        Arbitraries.oneOf(signed, written, junk),
                        Arbitraries.oneOf(
                                Arbitraries.oneOf(proof, values).map(p -> "." + p), Arbitraries.just(""), junk))
                .as((prefix, first, second) -> prefix + first + second);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.oneOf(
                Arbitraries.of(Instant.MIN, Instant.EPOCH, NOW, Instant.MAX),
                Arbitraries.longs().between(0, Claims.MAX_U32).map(Instant::ofEpochSecond));
    }

    private static String signedPart(CodeClass codeClass) {
        DeviceKey device = codeClass == CodeClass.D ? DeviceKey.of(new byte[32], true) : null;
        Claims claims =
                new Claims(Claims.MAX_U32, Claims.MIN_SECONDS, CredentialId.of(new byte[10]), device, codeClass, 7);
        return Base32.encode(CodeWriter.cose(claims, new CodeSigner() {
            @Override
            public Kid kid() {
                return new Kid(1);
            }

            @Override
            public byte[] sign(byte[] message) {
                return new byte[64];
            }
        }));
    }
}
