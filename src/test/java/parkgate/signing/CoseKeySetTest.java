package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.authlete.cose.COSEException;
import com.authlete.cose.COSEKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;

class CoseKeySetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private final SigningKey status = new SigningKey(KeyPurpose.STATUS, GoldenCodes.bytes("issuer", "d"));
    private final PublicKeyInfo code =
            new PublicKeyInfo(KeyPurpose.CODE, Set.of(CodeClass.D, CodeClass.T), GoldenCodes.bytes("issuer", "x"));

    @Test
    @SuppressWarnings("unchecked")
    void another_library_reads_the_keys_and_the_jdk_verifies_the_signature() throws COSEException {
        CoseMessage message = CoseMessage.read(CoseKeySet.of(1_795_334_400L, NOW, List.of(code), status));
        assertEquals(CoseKeySet.TYPE, message.type());
        assertTrue(message.isSignedBy(status.publicKey().x()));
        assertEquals(Set.of("keys", "version", "issued-at"), message.claims().keySet());
        assertEquals(1_795_334_400L, ((Number) message.claims().get("version")).longValue());
        assertEquals(NOW.getEpochSecond(), ((Number) message.claims().get("issued-at")).longValue());
        Map<Object, Object> key = ((List<Map<Object, Object>>) message.claims().get("keys")).get(0);
        assertArrayEquals(code.x(), (byte[]) key.get(-2));
        assertEquals(List.of(1, 2), key.get("classes"));
        assertEquals("code", key.get("purpose"));
        COSEKey read = COSEKey.build(key);
        assertEquals(1, read.getKty());
        assertEquals(-19, read.getAlg());
        assertArrayEquals(new byte[] {(byte) 0x86, 0x6e, (byte) 0xef, (byte) 0xbd}, (byte[]) key.get(2));
    }

    @Test
    void a_changed_byte_of_the_set_breaks_the_signature() {
        byte[] set = CoseKeySet.of(7, NOW, List.of(code), status);
        byte[] older = set.clone();
        int version = indexOf(set, "version") + "version".length();
        assertEquals(7, older[version]);
        older[version] = 6;
        assertFalse(CoseMessage.read(older).isSignedBy(status.publicKey().x()));
    }

    private static int indexOf(byte[] all, String word) {
        byte[] bytes = CoseSign1.ascii(word);
        for (int i = 0; ; i++) {
            if (Arrays.equals(all, i, i + bytes.length, bytes, 0, bytes.length)) {
                return i;
            }
        }
    }
}
