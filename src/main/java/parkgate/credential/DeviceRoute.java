package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.core.code.Step;
import parkgate.core.code.VerifyingKey;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;

/**
 * {@code POST /v1/devices/claim}: a phone binds a dynamic credential to its key. No access key: the token is the right
 * to, and the signature shows that the phone has the private half of what it sends.
 */
final class DeviceRoute {
    private final CredentialDesk desk;
    private final Signatures signatures;
    private final Vertx vertx;
    private final InstantSource clock;

    DeviceRoute(CredentialDesk desk, Signatures signatures, Vertx vertx, InstantSource clock) {
        this.desk = desk;
        this.signatures = signatures;
        this.vertx = vertx;
        this.clock = clock;
    }

    void mount(Api api) {
        api.on("claimDevice", Access.ANYONE, this::claim);
    }

    private Future<Reply> claim(Call call) {
        JsonObject body = call.body();
        ClaimToken token = new ClaimToken(body.getString("claimToken"));
        byte[] signature = bytes(body.getString("signature"), "/signature");
        DeviceKey key = key(body.getJsonObject("publicKey"));
        @Nullable String recoveryHash = body.getString("recoveryHash");
        RecoveryHash recovery = recoveryHash == null ? null : new RecoveryHash(bytes(recoveryHash, "/recoveryHash"));
        return signedBy(key, token, signature).compose(good -> {
            if (!good) {
                throw Problem.invalid(
                        "/signature", "is not this key's ES256 signature (IEEE P1363) over QP1-CLAIM and the token");
            }
            return desk.claim(token, key, recovery).map(this::claimed);
        });
    }

    /** The phone's key of a JWK that is valid by the contract. */
    static DeviceKey key(JsonObject point) {
        DeviceKey key = DeviceKey.ofPoint(
                bytes(point.getString("x"), "/publicKey/x"), bytes(point.getString("y"), "/publicKey/y"));
        if (key == null) {
            throw Problem.invalid("/publicKey", "is not a point of P-256");
        }
        return key;
    }

    private Future<Boolean> signedBy(DeviceKey key, ClaimToken token, byte[] signature) {
        return signatures.isNative()
                ? Future.succeededFuture(isSignedBy(key, token, signature))
                : vertx.executeBlocking(() -> isSignedBy(key, token, signature), false);
    }

    private boolean isSignedBy(DeviceKey key, ClaimToken token, byte[] signature) {
        VerifyingKey verifying = signatures.p256(key);
        return verifying != null && token.isSignedBy(verifying, signature);
    }

    private Reply claimed(CredentialDesk.Issued issued) {
        @Nullable String code = issued.code();
        return Reply.of(
                        201,
                        new JsonObject()
                                .put("credentialId", issued.credential().id().text())
                                .put("code", Objects.requireNonNull(code))
                                .put(
                                        "expiresAt",
                                        issued.credential().expiresAt().toString())
                                .put("periodSeconds", Step.PERIOD_SECONDS)
                                .put("serverTime", clock.instant().toString()))
                .with("Cache-Control", "no-store");
    }

    static byte[] bytes(String base64url, String field) {
        try {
            return Base64.getUrlDecoder().decode(base64url);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "is not base64url");
        }
    }
}
