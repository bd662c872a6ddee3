package parkgate.credential;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/** A credential as the contract shows it. */
final class CredentialJson {
    private CredentialJson() {}

    /** For those within whose binding it was issued. */
    static JsonObject of(Credential credential) {
        JsonObject json = forOthers(credential).put("holderRef", credential.holderRef());
        if (credential.revokeReason() != null) {
            json.put("revokeReason", credential.revokeReason());
        }
        return json;
    }

    /** For those with a right of it at a place of theirs: without what its issuer notes of the holder. */
    static JsonObject forOthers(Credential credential) {
        CredentialId replaces = credential.replaces();
        JsonObject json = new JsonObject()
                .put("credentialId", credential.id().text())
                .put("visualNumber", credential.id().visualNumber())
                .put("type", credential.type().name())
                .put("status", credential.status().name())
                .put("expiresAt", credential.expiresAt().toString())
                .put("createdAt", credential.createdAt().toString())
                .put("replaces", replaces == null ? null : replaces.text())
                .put("issuer", issuer(credential.issuer()));
        putTime(json, "claimedAt", credential.claimedAt());
        putTime(json, "revokedAt", credential.revokedAt());
        return json;
    }

    private static @Nullable JsonObject issuer(Issuer issuer) {
        if (issuer.placeId() != null) {
            return new JsonObject().put("placeId", issuer.placeId());
        }
        return issuer.operatorId() == null ? null : new JsonObject().put("operatorId", issuer.operatorId());
    }

    private static void putTime(JsonObject json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }
}
