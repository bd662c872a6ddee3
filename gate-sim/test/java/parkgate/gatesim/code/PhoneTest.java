package parkgate.gatesim.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A phone against the golden code of class D: the same bytes signed by the same key, at the same moment. */
class PhoneTest {
    /** The device's public y (RFC 6979, A.2.5), which the vectors leave compressed. */
    private static final String Y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

    private static final Path VECTORS = Path.of("..", "..", "shared", "vectors", "qp1-vectors.json");
    private static final Path COPY = Path.of("..", "src", "test", "resources", "qp1-vectors.json");

    private static JsonNode vectors;
    private static DeviceKey key;
    private static PublicKey publicKey;

    @BeforeAll
    static void read_the_vectors() throws Exception {
        Path file = Files.exists(COPY) ? COPY : VECTORS;
        assumeTrue(Files.exists(file), "no golden codes: neither " + COPY + " nor " + VECTORS + " is there");
        vectors = new ObjectMapper().readTree(file.toFile());
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECParameterSpec p256 = p256();
        JsonNode device = vectors.get("device");
        publicKey = factory.generatePublic(new ECPublicKeySpec(
                new ECPoint(new BigInteger(device.get("x").asText(), 16), new BigInteger(Y, 16)), p256));
        key = new DeviceKey(
                factory.generatePrivate(
                        new ECPrivateKeySpec(new BigInteger(device.get("d").asText(), 16), p256)),
                (ECPublicKey) publicKey);
    }

    @Test
    void shows_the_golden_code_up_to_the_signature_and_signs_what_the_golden_proof_signs() throws Exception {
        String golden = vectors.at("/D/text").asText();
        byte[] cose = HexFormat.of().parseHex(vectors.at("/D/cose").asText());
        String code = golden.substring(0, golden.lastIndexOf('.'));

        String shown =
                phone(code).show(Instant.ofEpochSecond(vectors.get("step").asLong() * 15));

        byte[] proof = Base32.decode(shown.substring(code.length() + 1));
        byte[] goldenProof = HexFormat.of().parseHex(vectors.at("/D/proof").asText());
        assertEquals(golden.length(), shown.length());
        assertTrue(shown.startsWith(code + "."));
        assertEquals(HexFormat.of().formatHex(goldenProof, 0, 4), HexFormat.of().formatHex(proof, 0, 4), "step");
        assertTrue(verifies(goldenProof, cose), "the golden proof is over these bytes");
        assertTrue(verifies(proof, cose), "and so is ours");
    }

    @Test
    void a_wallet_shows_the_golden_code_of_class_t() {
        String golden = vectors.at("/T/text").asText();
        String[] parts = golden.split("\\.", -1);
        Wallet wallet =
                new Wallet(parts[0] + "." + parts[1], vectors.at("/totp/key").asText());

        Instant shownAt = Instant.ofEpochSecond(Long.parseLong(parts[2]));
        assertEquals(golden, wallet.show(shownAt));
        assertEquals(vectors.get("step").asLong(), wallet.step(shownAt));
    }

    @Test
    void base32_of_the_golden_proof_is_the_golden_text() {
        String golden = vectors.at("/D/text").asText();
        byte[] goldenProof = HexFormat.of().parseHex(vectors.at("/D/proof").asText());

        assertTrue(golden.endsWith("." + Base32.encode(goldenProof)));
        assertArrayEquals(goldenProof, Base32.decode(golden.substring(golden.lastIndexOf('.') + 1)));
    }

    @Test
    void its_public_key_is_written_in_32_bytes_a_coordinate() {
        JsonNode device = vectors.get("device");

        assertEquals(
                device.get("x").asText(),
                HexFormat.of().formatHex(Base64.getUrlDecoder().decode(key.x())));
        assertEquals(Y, HexFormat.of().formatHex(Base64.getUrlDecoder().decode(key.y())));
    }

    @Test
    void a_claim_is_signed_over_its_word_and_its_token() throws Exception {
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(publicKey);
        es256.update("QP1-CLAIMtoken".getBytes(StandardCharsets.US_ASCII));

        assertTrue(es256.verify(Base64.getUrlDecoder().decode(key.claimSignature("token"))));
    }

    @Test
    void base32_refuses_what_is_not_exactly_it() {
        assertThrows(IllegalArgumentException.class, () -> Base32.decode("QP1S"));
        assertThrows(IllegalArgumentException.class, () -> Base32.decode("AB"));
        assertArrayEquals(new byte[] {0}, Base32.decode("AA"));
    }

    private static Phone phone(String code) {
        return new Phone(key, code, Duration.ofSeconds(15));
    }

    private static boolean verifies(byte[] proof, byte[] cose) throws GeneralSecurityException {
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(publicKey);
        es256.update("QP1D".getBytes(StandardCharsets.US_ASCII));
        es256.update(cose);
        es256.update(proof, 0, 4);
        return es256.verify(proof, 4, 64);
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
