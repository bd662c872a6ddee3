package parkgate.gatesim.lane;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.DeviceProof;
import parkgate.core.code.Kid;

/** An Ed25519 key of a test's own issuer: signs codes and packs. */
public final class Issuer implements CodeSigner {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair pair;
    private final byte[] x;

    public Issuer() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Kid kid() {
        try {
            return Kid.ofThumbprint(MessageDigest.getInstance("SHA-256").digest(x));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] x() {
        return x.clone();
    }

    public String xText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(x);
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static CredentialId credential() {
        byte[] cti = new byte[CredentialId.BYTES];
        RANDOM.nextBytes(cti);
        return CredentialId.of(cti);
    }

    /** A paper's code. */
    public String paper(CredentialId credential, Instant from, Instant until, long statusIndex) {
        return code(credential, CodeClass.S, null, from, until, statusIndex);
    }

    public String code(
            CredentialId credential,
            CodeClass codeClass,
            DeviceKey device,
            Instant from,
            Instant until,
            long statusIndex) {
        return CodeWriter.text(
                new Claims(until.getEpochSecond(), from.getEpochSecond(), credential, device, codeClass, statusIndex),
                this);
    }

    /** A phone's code at a step. */
    public static String atStep(String code, parkgate.gatesim.code.DeviceKey phone, long step) {
        byte[] cose = parkgate.core.code.Base32.decode(code.substring(5));
        byte[] proof = phone.proof(cose, (int) step);
        return code + "." + DeviceProof.text(step, Arrays.copyOfRange(proof, 4, 68));
    }

    public static DeviceKey publicKey(parkgate.gatesim.code.DeviceKey phone) {
        return DeviceKey.ofPoint(
                Base64.getUrlDecoder().decode(phone.x()), Base64.getUrlDecoder().decode(phone.y()));
    }
}
