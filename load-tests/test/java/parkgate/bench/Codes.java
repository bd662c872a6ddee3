package parkgate.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.Base32;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeDigest;
import parkgate.core.code.CodeReader;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.DeviceProof;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Reading;
import parkgate.core.code.Signatures;
import parkgate.core.code.Step;
import parkgate.core.code.TotpKey;
import parkgate.core.code.VerifiedCode;
import parkgate.core.code.VerifiedCodes;
import parkgate.core.code.VerifyingKey;

/** A code of each class, good at {@link #NOW}, and readers that know their issuer or do not. */
final class Codes {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static final byte[] SEED = new byte[Ed25519.SECRET_KEY_SIZE];
    private static final Kid KID = new Kid(1);
    private static final byte[] TOTP_MASTER = new byte[32];

    final String s;
    final String t;
    final String d;

    Codes() {
        KeyPair phone = phone();
        CodeSigner issuer = issuer();
        s = CodeWriter.text(claims(CodeClass.S, null), issuer);
        long step = Step.at(NOW);
        t = CodeWriter.text(claims(CodeClass.T, null), issuer) + "." + NOW.getEpochSecond() + "."
                + totpKey(CredentialId.of(new byte[CredentialId.BYTES])).value(step);
        byte[] cose = CodeWriter.cose(claims(CodeClass.D, deviceKey((ECPublicKey) phone.getPublic())), issuer);
        d = "QP1D." + Base32.encode(cose) + "." + DeviceProof.text(step, proof(phone, DeviceProof.message(cose, step)));
    }

    static Claims claims(CodeClass codeClass, @Nullable DeviceKey device) {
        long now = NOW.getEpochSecond();
        return new Claims(now + 1, now, CredentialId.of(new byte[CredentialId.BYTES]), device, codeClass, 734_251);
    }

    /** BouncyCastle's low-level Ed25519, as the service signs. */
    static CodeSigner issuer() {
        return signer(message -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(SEED, 0, message, 0, message.length, signature, 0);
            return signature;
        });
    }

    static byte[] seed() {
        return SEED.clone();
    }

    /** Makes a signature of a message. */
    interface Signing {
        byte[] sign(byte[] message);
    }

    static CodeSigner signer(Signing signing) {
        return new CodeSigner() {
            @Override
            public Kid kid() {
                return KID;
            }

            @Override
            public byte[] sign(byte[] message) {
                return signing.sign(message);
            }
        };
    }

    /** A reader that knows the issuer. */
    static CodeReader reader(Signatures signatures, VerifiedCodes memory) {
        byte[] x = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(SEED, 0, x, 0);
        VerifyingKey key = Objects.requireNonNull(signatures.ed25519(x));
        return reader(signatures, (kid, codeClass) -> key, memory);
    }

    static CodeReader reader(Signatures signatures, IssuerKeys keys, VerifiedCodes memory) {
        return new CodeReader(
                signatures, keys, (credential, notBefore) -> totpKey(credential), credential -> 0, memory);
    }

    /** The reading, which has to be that of a good code: a benchmark of refusals would be fast. */
    static Reading good(Reading reading) {
        if (!(reading instanceof Reading.Presented presented) || presented.untimely() != null) {
            throw new IllegalStateException("not read: " + reading);
        }
        return reading;
    }

    /** Remembers nothing. */
    static final class Forgetting implements VerifiedCodes {
        @Override
        public @Nullable VerifiedCode get(CodeDigest digest) {
            return null;
        }

        @Override
        public void put(CodeDigest digest, VerifiedCode code) {}
    }

    /** Derived at every reading, as the service does. */
    private static TotpKey totpKey(CredentialId credential) {
        return TotpKey.derive(TOTP_MASTER, credential.cti());
    }

    private static KeyPair phone() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeviceKey deviceKey(ECPublicKey key) {
        return new DeviceKey(key.getW().getAffineX(), key.getW().getAffineY().testBit(0));
    }

    private static byte[] proof(KeyPair phone, byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(phone.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
