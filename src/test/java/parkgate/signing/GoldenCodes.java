package parkgate.signing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeDigest;
import parkgate.core.code.CodeReader;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.TotpKeys;
import parkgate.core.code.VerifiedCode;
import parkgate.core.code.VerifiedCodes;

/** The golden codes of {@code qp1-vectors.json}, whose keys are public test keys, and readers and signers for them. */
public final class GoldenCodes {
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonObject JSON = load();

    public static final Instant NOW = Instant.ofEpochSecond(JSON.getLong("now"));
    public static final long STEP = JSON.getLong("step");
    public static final String S = JSON.getJsonObject("S").getString("text");
    public static final String T = JSON.getJsonObject("T").getString("text");
    public static final String D = JSON.getJsonObject("D").getString("text");
    public static final CredentialId CREDENTIAL = CredentialId.of(bytes("claims", "cti"));
    public static final long STATUS_INDEX = JSON.getJsonObject("claims").getLong("status_idx");
    public static final Kid KID = Kid.ofHex(JSON.getJsonObject("issuer").getString("kid"));
    public static final DeviceKey DEVICE =
            DeviceKey.of(bytes("device", "x"), JSON.getJsonObject("device").getBoolean("y_odd"));

    private GoldenCodes() {}

    /** A field of a section, from hexadecimal. */
    public static byte[] bytes(String section, String field) {
        return HEX.parseHex(JSON.getJsonObject(section).getString(field));
    }

    /** The claims of the golden code of a class. */
    public static Claims claims(CodeClass codeClass) {
        JsonObject claims = JSON.getJsonObject("claims");
        return new Claims(
                claims.getLong("exp"),
                claims.getLong("nbf"),
                CREDENTIAL,
                codeClass == CodeClass.D ? DEVICE : null,
                codeClass,
                STATUS_INDEX);
    }

    /** The issuer's key. */
    public static CodeSigner issuer() {
        return new SigningKey(KeyPurpose.CODE, bytes("issuer", "d"));
    }

    /** The issuer's public key under its kid, and no other. */
    public static IssuerKeys issuerKeys(Signatures signatures) {
        var key = Objects.requireNonNull(signatures.ed25519(bytes("issuer", "x")));
        return (kid, codeClass) -> kid.equals(KID) ? key : null;
    }

    /** The golden master's keys. */
    public static TotpKeys totpKeys() {
        return new TotpMasters(Map.of(0L, bytes("totp", "master")));
    }

    public static CodeReader reader(Signatures signatures) {
        return reader(signatures, 0);
    }

    /** A reader that has learned by how many steps the golden phone's clock is off. */
    public static CodeReader reader(Signatures signatures, int driftSteps) {
        return new CodeReader(
                signatures, issuerKeys(signatures), totpKeys(), credential -> driftSteps, new Remembering());
    }

    public static CodeReader reader(Signatures signatures, VerifiedCodes verified) {
        return new CodeReader(signatures, issuerKeys(signatures), totpKeys(), credential -> 0, verified);
    }

    /** ES256 in P1363 form by the golden phone's key, deterministic (RFC 6979). */
    public static byte[] deviceSignature(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, bytes("device", "d")), P256.DOMAIN));
        BigInteger[] rs = signer.generateSignature(CoseThumbprint.sha256().digest(message));
        byte[] r = BigIntegers.asUnsignedByteArray(32, rs[0]);
        byte[] s = BigIntegers.asUnsignedByteArray(32, rs[1]);
        return Arrays.concatenate(r, s);
    }

    /** Remembers everything. */
    public static final class Remembering implements VerifiedCodes {
        public final Map<CodeDigest, VerifiedCode> codes = new HashMap<>();

        @Override
        public @Nullable VerifiedCode get(CodeDigest digest) {
            return codes.get(digest);
        }

        @Override
        public void put(CodeDigest digest, VerifiedCode code) {
            codes.put(digest, code);
        }
    }

    private static JsonObject load() {
        try (InputStream in = GoldenCodes.class.getResourceAsStream("/qp1-vectors.json")) {
            return new JsonObject(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
