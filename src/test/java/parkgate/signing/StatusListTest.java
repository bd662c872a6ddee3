package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class StatusListTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String URI = "https://parking.example/v1/status-lists/3";

    /** The draft's small example: two bytes. */
    private static final byte[] SMALL = {(byte) 0xb9, (byte) 0xa3};

    private final SigningKey key = new SigningKey(KeyPurpose.STATUS, GoldenCodes.bytes("issuer", "d"));

    @Test
    void the_drafts_small_list_is_encoded_as_the_draft_does() throws IOException {
        StatusList list = new StatusList(SMALL);
        assertArrayEquals(SMALL, inflated(list.json().getString("lst")));
        JsonObject json = new JsonObject(afterEncoded(vector("status_list_encoding_json.md")));
        assertEquals(json, list.json());
        assertEquals(
                afterEncoded(vector("status_list_encoding_cbor.md")),
                HexFormat.of().formatHex(list.cbor()));
    }

    @Test
    void the_drafts_list_of_a_whole_shard_is_encoded_as_the_draft_does() throws IOException {
        JsonObject json =
                new JsonObject(vector("status_list_encoding1_long_json.md").replaceAll("\\s", ""));
        byte[] bits = inflated(json.getString("lst"));
        assertEquals(StatusList.ENTRIES / 8, bits.length);
        assertEquals(11, BitSet.valueOf(bits).cardinality());
        assertTrue(BitSet.valueOf(bits).get(0));
        assertTrue(BitSet.valueOf(bits).get(1993));
        StatusList list = new StatusList(bits);
        assertEquals(json, list.json());
        String cbor = vector("status_list_encoding1_long_cbor.md").replaceAll("\\s", "");
        assertEquals(cbor, HexFormat.of().formatHex(list.cbor()));
    }

    @Test
    void another_library_verifies_the_jwt_with_the_key_of_the_key_set() throws ParseException {
        String text = new String(new StatusList(SMALL).jwt(URI, NOW, key), StandardCharsets.US_ASCII);
        SignedJWT jwt = SignedJWT.parse(text);
        var published = JWKSet.parse(Jwks.of(List.of(key.publicKey())).encode())
                .getKeyByKeyId(jwt.getHeader().getKeyID())
                .toOctetKeyPair();
        assertTrue(JdkEd25519.verifies(
                published.getDecodedX(),
                jwt.getSigningInput(),
                jwt.getSignature().decode()));
        assertEquals("statuslist+jwt", jwt.getHeader().getType().getType());
        var claims = jwt.getJWTClaimsSet();
        assertEquals(URI, claims.getSubject());
        assertEquals(NOW, claims.getIssueTime().toInstant());
        assertEquals(NOW.plus(StatusList.GOOD_FOR), claims.getExpirationTime().toInstant());
        assertEquals(60L, claims.getLongClaim("ttl"));
        assertEquals(1L, claims.getJSONObjectClaim("status_list").get("bits"));
        String[] parts = text.split("\\.", -1);
        SignedJWT forged = SignedJWT.parse(parts[0]
                + '.'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(jwt.getPayload()
                                .toString()
                                .replace("/3\"", "/4\"")
                                .getBytes(StandardCharsets.UTF_8))
                + '.'
                + parts[2]);
        assertFalse(JdkEd25519.verifies(
                published.getDecodedX(),
                forged.getSigningInput(),
                forged.getSignature().decode()));
    }

    @Test
    void the_cwt_is_a_cose_sign1_with_the_drafts_claims() {
        byte[] cwt = new StatusList(SMALL).cwt(URI, NOW, key);
        CoseMessage message = CoseMessage.read(cwt);
        assertEquals(StatusList.CWT, message.type());
        assertEquals(key.kid().hex(), HexFormat.of().formatHex(message.kid()));
        assertTrue(message.isSignedBy(key.publicKey().x()));
        String expected = "a5" // exactly these five claims, in this order
                + "02" + "7829" + HexFormat.of().formatHex(URI.getBytes(StandardCharsets.US_ASCII))
                + "04" + "1a" + hex(NOW.plus(StatusList.GOOD_FOR))
                + "06" + "1a" + hex(NOW)
                + "19fffd" + HexFormat.of().formatHex(new StatusList(SMALL).cbor())
                + "19fffe" + "183c";
        assertEquals(expected, HexFormat.of().formatHex(message.payload()));
        byte[] broken = cwt.clone();
        broken[cwt.length - 70] ^= 1;
        assertFalse(CoseMessage.read(broken).isSignedBy(key.publicKey().x()));
    }

    @Test
    void one_revoked_in_a_hundred_makes_a_list_of_some_14_kilobytes() {
        byte[] bits = new byte[StatusList.ENTRIES / 8];
        Random random = new Random(1);
        for (int i = 0; i < StatusList.ENTRIES / 100; i++) {
            int bit = random.nextInt(StatusList.ENTRIES);
            bits[bit / 8] |= (byte) (1 << bit % 8);
        }
        assertTrue(new StatusList(bits).cbor().length < 15_000);
    }

    private static String hex(Instant moment) {
        return HexFormat.of().toHexDigits((int) moment.getEpochSecond());
    }

    private static byte[] inflated(String base64) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(base64)))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toByteArray();
        }
    }

    private static String afterEncoded(String text) {
        return text.substring(text.indexOf("encoded:") + "encoded:".length()).strip();
    }

    private static String vector(String name) {
        return SharedVectors.text("token-status-list/" + name);
    }
}
