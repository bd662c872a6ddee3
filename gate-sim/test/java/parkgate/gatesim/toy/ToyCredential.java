package parkgate.gatesim.toy;

import static parkgate.gatesim.toy.ToyService.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import parkgate.gatesim.code.Base32;
import parkgate.gatesim.code.Wallet;

/** A credential of the toy service. */
final class ToyCredential {
    final String id = UUID.randomUUID().toString().substring(0, 16);
    final String holderRef;
    final String type;
    final Instant expiresAt;
    final List<JsonNode> rights;
    List<ToyLots.Stay> stays = new ArrayList<>();
    String code = "";
    boolean revoked;
    ToyCredential replacedBy;
    long lastStep = -1;
    long stepBefore = -1;
    String lastLane = "";
    final String totpKey = UUID.randomUUID().toString().replace("-", "");
    private PublicKey key;

    ToyCredential(String holderRef, String type, Instant expiresAt, List<JsonNode> rights) {
        this.holderRef = holderRef;
        this.type = type;
        this.expiresAt = expiresAt;
        this.rights = rights;
    }

    ObjectNode json() {
        return JSON.createObjectNode()
                .put("credentialId", id)
                .put("status", replacedBy != null ? "REPLACED" : revoked ? "REVOKED" : "ACTIVE")
                .put("expiresAt", expiresAt.toString());
    }

    void claim(JsonNode body) {
        try {
            AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
            p256.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(
                    coordinate(body.at("/publicKey/x").asText()),
                    coordinate(body.at("/publicKey/y").asText()));
            key = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, p256.getParameterSpec(ECParameterSpec.class)));
            byte[] token = ("QP1-CLAIM" + body.path("claimToken").asText()).getBytes(StandardCharsets.US_ASCII);
            if (!verifies(Base64.getUrlDecoder().decode(body.path("signature").asText()), token)) {
                throw new IllegalArgumentException("claim does not verify");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The step of a proof that verifies, or -1. */
    long step(byte[] proof) {
        byte[] cose = Base32.decode(code.substring(5));
        byte[] signed = ByteBuffer.allocate(4 + cose.length + 4)
                .put("QP1D".getBytes(StandardCharsets.US_ASCII))
                .put(cose)
                .put(proof, 0, 4)
                .array();
        try {
            return verifies(java.util.Arrays.copyOfRange(proof, 4, 68), signed)
                    ? ByteBuffer.wrap(proof).getInt()
                    : -1;
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }

    /** The step of a whole class T text whose value is right, or -1. */
    long totpStep(String text) {
        Wallet wallet = new Wallet(code, totpKey);
        Instant stated =
                Instant.ofEpochSecond(Long.parseLong(text.substring(code.length() + 1, text.lastIndexOf('.'))));
        return wallet.show(stated).equals(text) ? wallet.step(stated) : -1;
    }

    /** "" where a right covers this moment, else why not. */
    String refusal(List<String> placeAndParents, ZoneId zone) {
        String refusal = "NO_RIGHT_HERE";
        Instant now = Instant.now();
        for (JsonNode right : rights) {
            if (placeAndParents.contains(right.path("placeId").asText())) {
                refusal = "OUT_OF_TIME_RANGE";
                if (!now.isBefore(Instant.parse(right.path("validFrom").asText()))
                        && now.isBefore(Instant.parse(right.path("validUntil").asText()))
                        && inWindow(right.path("recurring"), LocalTime.now(zone))) {
                    return "";
                }
            }
        }
        return refusal;
    }

    private static boolean inWindow(JsonNode windows, LocalTime now) {
        if (windows.isEmpty()) {
            return true;
        }
        LocalTime from = LocalTime.parse(windows.path(0).path("from").asText());
        LocalTime to = LocalTime.parse(windows.path(0).path("to").asText());
        return from.isBefore(to) ? !now.isBefore(from) && now.isBefore(to) : !now.isBefore(from) || now.isBefore(to);
    }

    private boolean verifies(byte[] signature, byte[] signed) throws GeneralSecurityException {
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(key);
        es256.update(signed);
        return es256.verify(signature);
    }

    private static BigInteger coordinate(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }
}
