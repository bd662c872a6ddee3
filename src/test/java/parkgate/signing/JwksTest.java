package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JwksTest {
    @Test
    void another_library_reads_the_key_set() throws ParseException {
        PublicKeyInfo key = new SigningKey(KeyPurpose.CODE, GoldenCodes.bytes("issuer", "d")).publicKey();
        JWKSet set = JWKSet.parse(Jwks.of(List.of(key)).encode());
        OctetKeyPair read = set.getKeyByKeyId("866eefbd").toOctetKeyPair();
        assertEquals(Curve.Ed25519, read.getCurve());
        assertEquals("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", read.getX().toString()); // RFC 8037 A.2
        assertFalse(read.isPrivate());
    }
}
