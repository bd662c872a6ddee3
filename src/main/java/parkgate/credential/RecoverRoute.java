package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.WrongKeys;

/**
 * {@code POST /v1/devices/recover}: a driver who has lost the phone, or its key, does with the recovery code what else the issuer
 * does for them.
 *
 * <pre>
 * KILL    revokes: what the lost phone shows opens no entry any more; a car inside leaves as the lot's revokedExit says
 * MOVE    re-issues: the same, and a claim link for another phone; rights and the open session go over
 * </pre>
 *
 * No access key: the recovery code is the right to. A wrong one is counted with the wrong keys of its address.
 */
final class RecoverRoute {
    private static final By DRIVER = new By(null, "by its recovery code");

    private final CredentialDesk desk;
    private final WrongKeys wrong;
    private final String publicUrl;

    /** @param publicUrl where phones find this service, without a slash at its end */
    RecoverRoute(CredentialDesk desk, WrongKeys wrong, String publicUrl) {
        this.desk = desk;
        this.wrong = wrong;
        this.publicUrl = publicUrl;
    }

    void mount(Api api) {
        api.on("recoverDevice", Access.ANYONE, this::recover);
    }

    private Future<Reply> recover(Call call) {
        RecoveryHash recovery = RecoveryHash.of(call.body().getString("recoveryCode"));
        boolean moves = call.body().getString("action").equals("MOVE");
        return desk.recovered(recovery)
                .compose(found -> {
                    CredentialId id = found.orElseThrow(() ->
                            wrong.refusal(call.client(), Problem.notFound("No credential has this recovery code.")));
                    return moves ? moved(id) : killed(id);
                })
                .map(json -> Reply.of(200, json).with("Cache-Control", "no-store"));
    }

    private Future<JsonObject> killed(CredentialId id) {
        return desk.revoke(id, DRIVER).map(RecoverRoute::json);
    }

    private Future<JsonObject> moved(CredentialId id) {
        return desk.reissue(id, DRIVER).map(issued -> {
            String token = Objects.requireNonNull(issued.claimToken());
            return json(issued.credential()).put("claimToken", token).put("claimUrl", publicUrl + "/claim#" + token);
        });
    }

    private static JsonObject json(Credential credential) {
        return new JsonObject()
                .put("credentialId", credential.id().text())
                .put("status", credential.status().name());
    }
}
