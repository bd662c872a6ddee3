package parkgate.core.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.signing.GoldenCodes;

/** Codes of all classes that the golden issuer really signed, good at {@link GoldenCodes#NOW}: what mutants are made from. */
final class GenuineCodes {
    private static final long[] INDICES = {0, 5, 23, 24, 200, 255, 256, 40_000, 65_535, 65_536, 734_251, Claims.MAX_U32
    };

    private static final Pattern TOTP = Pattern.compile("(QP1T\\.[A-Z2-7]+\\.)([0-9]{10})(\\.[0-9]{8})");

    private final List<Genuine> codes;
    private final Set<String> texts;

    /** A code and what its phone appended. */
    static final class Genuine {
        private final CodeClass codeClass;
        private final byte[] cose;
        private final String proof;
        private final String phoneProof;

        private Genuine(CodeClass codeClass, byte[] cose, String proof, String phoneProof) {
            this.codeClass = codeClass;
            this.cose = cose;
            this.proof = proof;
            this.phoneProof = phoneProof;
        }

        CodeClass codeClass() {
            return codeClass;
        }

        /** A copy of the signed part. */
        byte[] cose() {
            return cose.clone();
        }

        /** With its leading dot; empty for class S. */
        String proof() {
            return proof;
        }

        /** What the golden phone would append, whatever the class. */
        String phoneProof() {
            return phoneProof;
        }

        String text() {
            return with(cose);
        }

        String with(byte[] otherCose) {
            return CodeWriter.prefix(codeClass) + Base32.encode(otherCose) + proof;
        }
    }

    private GenuineCodes(List<Genuine> codes) {
        this.codes = List.copyOf(codes);
        this.texts = codes.stream().map(Genuine::text).collect(Collectors.toCollection(HashSet::new));
    }

    /** The three golden ones and {@code more} of each class, by the dice. */
    static GenuineCodes draw(int more, RandomGenerator dice) {
        List<Genuine> codes = new ArrayList<>();
        for (CodeClass codeClass : CodeClass.values()) {
            codes.add(of(GoldenCodes.claims(codeClass)));
            for (int i = 0; i < more; i++) {
                codes.add(of(claims(codeClass, INDICES[i % INDICES.length], dice)));
            }
        }
        return new GenuineCodes(codes);
    }

    private static Claims claims(CodeClass codeClass, long index, RandomGenerator dice) {
        long now = GoldenCodes.NOW.getEpochSecond();
        byte[] cti = new byte[CredentialId.BYTES];
        dice.nextBytes(cti);
        return new Claims(
                now + dice.nextInt(1, 1_000_000),
                now - dice.nextInt(1, 1_000_000),
                CredentialId.of(cti),
                codeClass == CodeClass.D ? GoldenCodes.DEVICE : null,
                codeClass,
                index);
    }

    private static Genuine of(Claims claims) {
        byte[] cose = CodeWriter.cose(claims, GoldenCodes.issuer());
        String phoneProof = "."
                + DeviceProof.text(
                        GoldenCodes.STEP, GoldenCodes.deviceSignature(DeviceProof.message(cose, GoldenCodes.STEP)));
        String proof =
                switch (claims.codeClass()) {
                    case S -> "";
                    case T -> totpProof(claims);
                    case D -> phoneProof;
                };
        return new Genuine(claims.codeClass(), cose, proof, phoneProof);
    }

    private static String totpProof(Claims claims) {
        TotpKey key =
                Objects.requireNonNull(GoldenCodes.totpKeys().key(claims.credential(), claims.notBeforeSeconds()));
        return "." + GoldenCodes.STEP * Step.PERIOD_SECONDS + "." + key.value(GoldenCodes.STEP);
    }

    List<Genuine> all() {
        return codes;
    }

    Genuine any(RandomGenerator dice) {
        return codes.get(dice.nextInt(codes.size()));
    }

    Genuine any(CodeClass codeClass, RandomGenerator dice) {
        Genuine code = any(dice);
        while (code.codeClass() != codeClass) {
            code = any(dice);
        }
        return code;
    }

    /** True for the text of one of these codes, and for what says the same: another second of a TOTP value's step. */
    boolean has(String text) {
        return texts.contains(firstSecond(text));
    }

    private static String firstSecond(String text) {
        Matcher totp = TOTP.matcher(text);
        if (!totp.matches()) {
            return text;
        }
        long step = Long.parseLong(totp.group(2)) / Step.PERIOD_SECONDS;
        return totp.group(1) + step * Step.PERIOD_SECONDS + totp.group(3);
    }
}
