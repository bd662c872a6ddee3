package parkgate.credential;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/** A credential as the contract shows it. */
final class CredentialJson {
    private CredentialJson() {}

    static JsonObject of(Credential credential) {
        CredentialId replaces = credential.replaces();
        JsonObject json = new JsonObject()
                .put("credentialId", credential.id().text())
                .put("visualNumber", credential.id().visualNumber())
                .put("type", credential.type().name())
                .put("status", credential.status().name())
                .put("holderRef", credential.holderRef())
                .put("expiresAt", credential.expiresAt().toString())
                .put("createdAt", credential.createdAt().toString())
                .put("replaces", replaces == null ? null : replaces.text());
        putTime(json, "claimedAt", credential.claimedAt());
        putTime(json, "revokedAt", credential.revokedAt());
        if (credential.revokeReason() != null) {
            json.put("revokeReason", credential.revokeReason());
        }
        return json;
    }

    private static void putTime(JsonObject json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }
}
