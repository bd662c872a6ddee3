package parkgate.core.code;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Reading.Refused;
import parkgate.core.code.Reading.Typed;
import parkgate.core.code.Reading.WrongValue;

/**
 * Reads a code, cheapest check first.
 *
 * <pre>
 * length, prefix, parts        MALFORMED
 * Base32                       MALFORMED
 * layout of the signed part    MALFORMED       {@link SignedCode}
 * kid known, for this class    BAD_SIGNATURE   {@link IssuerKeys}
 * Ed25519, or remembered       BAD_SIGNATURE   {@link VerifiedCodes}
 * class equals prefix          MALFORMED
 * phone's proof                BAD_SIGNATURE   {@link DeviceProof}; of class T, WrongValue: {@link TotpProof}
 * dates, then window           untimely        {@link Step}, {@link PhoneClocks}
 * </pre>
 *
 * A text that is no code but a {@link VisualNumber} is one that was read out or typed.
 *
 * The clock never stops a check of a signature: at an exit an untimely code still counts, so it has to be genuine.
 */
public final class CodeReader {
    /** The longest text that can be a code, in characters. */
    public static final int MAX_LENGTH = 512;

    /** Longer than a lane repeats a scan, clocks that are apart included. */
    public static final Duration LONG_AGO = Duration.ofMinutes(15);

    private static final int PREFIX_LENGTH = 5;
    private static final Refused MALFORMED = new Refused(Reason.MALFORMED);
    private static final Refused BAD_SIGNATURE = new Refused(Reason.BAD_SIGNATURE);

    private final Signatures signatures;
    private final IssuerKeys keys;
    private final @Nullable TotpKeys totpKeys;
    private final PhoneClocks clocks;
    private final VerifiedCodes verified;

    /** Reads codes of these issuers; each port may be asked from any thread. */
    public CodeReader(
            Signatures signatures, IssuerKeys keys, TotpKeys totpKeys, PhoneClocks clocks, VerifiedCodes verified) {
        this(signatures, keys, verified, totpKeys, clocks);
    }

    private CodeReader(
            Signatures signatures,
            IssuerKeys keys,
            VerifiedCodes verified,
            @Nullable TotpKeys totpKeys,
            PhoneClocks clocks) {
        this.signatures = signatures;
        this.keys = keys;
        this.totpKeys = totpKeys;
        this.clocks = clocks;
        this.verified = verified;
    }

    /**
     * A reader for a lane that decides by itself: it holds no secret, so of a class T code it checks what the issuer signed,
     * and of its value only the form. Such a code proves no more than paper does: it is presented without a step.
     */
    public static CodeReader byPublicKeys(Signatures signatures, IssuerKeys keys, VerifiedCodes verified) {
        return new CodeReader(signatures, keys, verified, null, credential -> 0);
    }

    /** Never throws on any text: a text from a camera is data, not a bug. */
    public Reading read(String text, Instant now) {
        CodeClass codeClass = classOfPrefix(text);
        if (codeClass == null) {
            CredentialId typed = VisualNumber.read(text);
            return typed == null ? MALFORMED : new Typed(typed);
        }
        String[] parts = text.substring(PREFIX_LENGTH).split("\\.", -1);
        return switch (codeClass) {
            case S -> parts.length == 1 ? readStatic(parts[0], now) : MALFORMED;
            case T -> parts.length == 3 ? readTotp(parts[0], parts[1], parts[2], now) : MALFORMED;
            case D -> parts.length == 2 ? readDevice(parts[0], parts[1], now) : MALFORMED;
        };
    }

    private Reading readStatic(String signedPart, Instant now) {
        byte[] cose = Base32.decode(signedPart);
        SignedCode code = cose == null ? null : SignedCode.read(cose);
        if (cose == null || code == null) {
            return MALFORMED;
        }
        VerifiedCode genuine = genuine(cose, code);
        if (genuine == null) {
            return BAD_SIGNATURE;
        }
        if (genuine.claims().codeClass() != CodeClass.S) {
            return MALFORMED;
        }
        return presented(genuine.claims(), Step.NONE, now, 0);
    }

    private Reading readTotp(String signedPart, String timePart, String valuePart, Instant now) {
        byte[] cose = Base32.decode(signedPart);
        SignedCode code = cose == null ? null : SignedCode.read(cose);
        TotpProof proof = TotpProof.read(timePart, valuePart);
        if (cose == null || code == null || proof == null) {
            return MALFORMED;
        }
        VerifiedCode genuine = genuine(cose, code);
        if (genuine == null) {
            return BAD_SIGNATURE;
        }
        Claims claims = genuine.claims();
        if (claims.codeClass() != CodeClass.T) {
            return MALFORMED;
        }
        if (totpKeys == null) {
            return presented(claims, Step.NONE, now, 0);
        }
        TotpKey key = totpKeys.key(claims.credential(), claims.notBeforeSeconds());
        if (key == null) {
            return BAD_SIGNATURE;
        }
        if (!key.gives(proof.step(), proof.digits())) {
            return new WrongValue(claims.credential());
        }
        int drift = clocks.driftSteps(claims.credential());
        return presented(claims, proof.step(), now, drift);
    }

    private Reading readDevice(String signedPart, String proofPart, Instant now) {
        byte[] cose = Base32.decode(signedPart);
        byte[] proofBytes = Base32.decode(proofPart);
        SignedCode code = cose == null ? null : SignedCode.read(cose);
        DeviceProof proof = proofBytes == null ? null : DeviceProof.read(proofBytes);
        if (cose == null || code == null || proof == null) {
            return MALFORMED;
        }
        VerifiedCode genuine = genuine(cose, code);
        if (genuine == null) {
            return BAD_SIGNATURE;
        }
        VerifyingKey device = genuine.device();
        if (device == null) {
            return MALFORMED; // signed for another class
        }
        if (!device.verifies(DeviceProof.message(cose, proof.step()), proof.signature())) {
            return BAD_SIGNATURE;
        }
        return presented(genuine.claims(), proof.step(), now, 0);
    }

    /** The code as its issuer vouches for it; null when no issuer of ours does. */
    private @Nullable VerifiedCode genuine(byte[] cose, SignedCode code) {
        VerifyingKey issuer = keys.codeKey(code.kid(), code.claims().codeClass());
        if (issuer == null) {
            return null;
        }
        CodeDigest digest = CodeDigest.of(cose);
        VerifiedCode remembered = verified.get(digest);
        if (remembered != null) {
            return remembered;
        }
        if (!issuer.verifies(code.toBeSigned(), code.signature())) {
            return null;
        }
        DeviceKey deviceKey = code.claims().device();
        VerifyingKey device = deviceKey == null ? null : signatures.p256(deviceKey);
        if (deviceKey != null && device == null) {
            return null; // no phone can prove that it holds a key that is none
        }
        VerifiedCode fresh = new VerifiedCode(code.claims(), device);
        verified.put(digest, fresh);
        return fresh;
    }

    private static Presented presented(Claims claims, long step, Instant now, int driftSteps) {
        Reason untimely = untimely(claims, step, now, driftSteps);
        return new Presented(
                claims.credential(),
                claims.codeClass(),
                claims.statusIndex(),
                step,
                untimely,
                untimely != null && isLongUntimely(claims, step, now));
    }

    private static @Nullable Reason untimely(Claims claims, long step, Instant now, int driftSteps) {
        long seconds = now.getEpochSecond();
        if (seconds >= claims.expiresSeconds()) {
            return Reason.EXPIRED;
        } else if (seconds < claims.notBeforeSeconds()) {
            return Reason.NOT_YET_ACTIVE;
        }
        return step == Step.NONE || Step.isFresh(step, now, driftSteps) ? null : Reason.STALE_CODE;
    }

    /** No clock that ever granted it can have been so far behind ours. */
    private static boolean isLongUntimely(Claims claims, long step, Instant now) {
        long then = now.getEpochSecond() - LONG_AGO.toSeconds();
        return then >= claims.expiresSeconds()
                || (step != Step.NONE && step * Step.PERIOD_SECONDS < then - Step.MAX_DRIFT * Step.PERIOD_SECONDS);
    }

    private static @Nullable CodeClass classOfPrefix(String text) {
        if (text.length() <= PREFIX_LENGTH || text.length() > MAX_LENGTH) {
            return null;
        }
        if (!text.startsWith("QP1") || text.charAt(4) != '.') {
            return null;
        }
        return switch (text.charAt(3)) {
            case 'S' -> CodeClass.S;
            case 'T' -> CodeClass.T;
            case 'D' -> CodeClass.D;
            default -> null;
        };
    }
}
