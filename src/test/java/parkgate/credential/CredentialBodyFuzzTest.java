package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.http.CheckedBodies;
import parkgate.signing.SignatureLibrary;

/** The bodies that issue a credential and bind it to a phone, as far as they go without a database, under a fuzzer. */
class CredentialBodyFuzzTest {
    private static final Signatures SIGNATURES = SignatureLibrary.best();

    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void credential(byte[] input) {
        JsonObject issued = CheckedBodies.taken("issueCredential", input);
        if (issued != null) {
            assertNotNull(CredentialType.valueOf(issued.getString("type")));
            CheckedBodies.answered(() -> CredentialRoute.time(issued.getString("expiresAt")));
        }
        JsonObject claim = CheckedBodies.taken("claimDevice", input);
        if (claim != null) {
            CheckedBodies.answered(() -> claimed(claim));
        }
    }

    private static DeviceKey claimed(JsonObject claim) {
        byte[] signature = DeviceRoute.bytes(claim.getString("signature"), "/signature");
        assertEquals(64, signature.length);
        DeviceKey key = DeviceRoute.key(claim.getJsonObject("publicKey"));
        // A point that the arithmetic takes the library takes too.
        new ClaimToken(claim.getString("claimToken")).isSignedBy(SIGNATURES.p256(key), signature);
        return key;
    }
}
