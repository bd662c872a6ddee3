package parkgate.credential;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.util.BigIntegers;
import parkgate.core.code.Base32;
import parkgate.core.code.DeviceProof;

/** A driver's phone as the contract describes it, with the JDK's own signatures. */
public final class Phone {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    public Phone() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Instance.Answer claim(Instance at, String token) {
        return at.post("/v1/devices/claim", claimBody(token));
    }

    /** What it sends to claim its credential. */
    public JsonObject claimBody(String token) {
        byte[] signature = sign(("QP1-CLAIM" + token).getBytes(StandardCharsets.US_ASCII));
        return new JsonObject()
                .put("claimToken", token)
                .put("publicKey", publicKey())
                .put("signature", BASE64URL.encodeToString(signature));
    }

    /** The same, with the hash of a code that its driver keeps. */
    public JsonObject claimBody(String token, String recoveryCode) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("QP1-RECOVERY" + recoveryCode).getBytes(StandardCharsets.US_ASCII));
            return claimBody(token).put("recoveryHash", BASE64URL.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What it sends to see what its holder may know. */
    public JsonObject viewBody(String credentialId, long signedAt) {
        return signedBody("QP1-VIEW", credentialId, signedAt, "");
    }

    /** A body that it signs: a prefix, the credential, the moment, then more. */
    public JsonObject signedBody(String prefix, String credentialId, long signedAt, String more) {
        byte[] signature = sign((prefix + credentialId + signedAt + more).getBytes(StandardCharsets.UTF_8));
        return new JsonObject()
                .put("credentialId", credentialId)
                .put("signedAt", signedAt)
                .put("signature", BASE64URL.encodeToString(signature));
    }

    JsonObject publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
    }

    /** The whole text for a step of 15 s. */
    public String show(String code, long step) {
        byte[] cose = Base32.decode(code.substring("QP1D.".length()));
        return code + "." + DeviceProof.text(step, sign(DeviceProof.message(cose, step)));
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String coordinate(BigInteger value) {
        return BASE64URL.encodeToString(BigIntegers.asUnsignedByteArray(32, value));
    }
}
