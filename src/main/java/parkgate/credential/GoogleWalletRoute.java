package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import parkgate.core.code.Step;
import parkgate.core.code.TotpKey;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;

/**
 * {@code GET /v1/credentials/{id}/google-wallet}: a class T credential as an object of Google Wallet's API, for whoever has
 * an issuer's account there. Google is not asked. The secret is in it, so it is for those who may issue, and kept nowhere.
 */
final class GoogleWalletRoute {
    private static final String PHONES_PART = ".{totp_timestamp_seconds}.{totp_value_0}";

    private final CredentialReach reach;
    private final CodeText codes;
    private final InstantSource clock;

    GoogleWalletRoute(CredentialReach reach, CodeText codes, InstantSource clock) {
        this.reach = reach;
        this.codes = codes;
        this.clock = clock;
    }

    void mount(Api api) {
        api.on("getGoogleWalletObject", CredentialRoute.OPERATORS, this::get);
    }

    private Future<Reply> get(Call call) {
        return reach.own(call)
                .map(credential -> Reply.of(200, object(credential)).with("Cache-Control", "no-store"));
    }

    private JsonObject object(Credential credential) {
        if (credential.type() != CredentialType.QR_TOTP) {
            throw Problem.conflict("no-wallet-object", "Only a QR_TOTP credential has a wallet object");
        }
        if (credential.status() != CredentialStatus.ACTIVE
                || !credential.expiresAt().isAfter(clock.instant())) {
            throw Problem.conflict("credential-not-active", "This credential is revoked, replaced or over");
        }
        return new JsonObject()
                .put("state", "ACTIVE")
                .put("rotatingBarcode", barcode(credential))
                .put(
                        "validTimeInterval",
                        new JsonObject()
                                .put("start", date(credential.notBefore().toString()))
                                .put("end", date(credential.expiresAt().toString())));
    }

    private JsonObject barcode(Credential credential) {
        JsonObject parameters =
                new JsonObject().put("key", codes.totpKeyOf(credential).hex()).put("valueLength", TotpKey.DIGITS);
        JsonObject totp = new JsonObject()
                .put("periodMillis", Integer.toString(Step.PERIOD_SECONDS * 1_000)) // Google writes int64 as a text
                .put("algorithm", "TOTP_SHA1")
                .put("parameters", new JsonArray().add(parameters));
        return new JsonObject()
                .put("type", "QR_CODE")
                .put("renderEncoding", "UTF_8")
                .put("valuePattern", codes.of(credential) + PHONES_PART)
                .put("totpDetails", totp)
                .put("alternateText", credential.id().visualNumber());
    }

    private static JsonObject date(String time) {
        return new JsonObject().put("date", time);
    }
}
