package parkgate.signing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import parkgate.core.CodeClass;

/** The public keys as a JSON Web Key Set (RFC 7517), Ed25519 keys as RFC 8037 writes them. */
public final class Jwks {
    private Jwks() {}

    /** {@code {"keys":[{"kty":"OKP","crv":"Ed25519","x":…,"kid":…,"use":"sig","alg":"EdDSA","purpose":…,"classes":["D",…]}]}}. */
    public static JsonObject of(List<PublicKeyInfo> keys) {
        JsonArray members = new JsonArray();
        for (PublicKeyInfo key : keys) {
            members.add(new JsonObject()
                    .put("kty", "OKP")
                    .put("crv", "Ed25519")
                    .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(key.x()))
                    .put("kid", key.kid().hex())
                    .put("use", "sig")
                    .put("alg", "EdDSA")
                    .put("purpose", key.purpose().word())
                    .put(
                            "classes",
                            new JsonArray(key.classes().stream()
                                    .sorted()
                                    .map(CodeClass::name)
                                    .toList())));
        }
        return new JsonObject().put("keys", members);
    }
}
