package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Rfc3339;

/**
 * Credentials over HTTP.
 *
 * <pre>
 * POST /v1/credentials                201, with the code, its key, or the claim token, once
 * GET  /v1/credentials                newest first
 * GET  /v1/credentials/{id}           never the code
 * POST /v1/credentials/{id}/revoke    200, also when it was revoked before
 * POST /v1/credentials/{id}/reissue   201, in the shape of issue
 * POST /v1/credentials/{id}/unlock    200, also when it was not locked
 * </pre>
 */
final class CredentialRoute {
    static final Access OPERATORS = Access.of(KeyKind.OPS, KeyKind.ADMIN);

    private final CredentialDesk desk;
    private final CredentialReach reach;
    private final TotpPhones phones;
    private final InstantSource clock;
    private final String publicUrl;

    /**
     * The routes.
     *
     * @param publicUrl where phones find this service, without a slash at its end
     */
    CredentialRoute(
            CredentialDesk desk, CredentialReach reach, TotpPhones phones, InstantSource clock, String publicUrl) {
        this.desk = desk;
        this.reach = reach;
        this.phones = phones;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    void mount(Api api) {
        api.on("issueCredential", OPERATORS, this::issue)
                .on("listCredentials", OPERATORS, this::list)
                .on("getCredential", OPERATORS, this::get)
                .on("revokeCredential", OPERATORS, this::revoke)
                .on("reissueCredential", OPERATORS, this::reissue)
                .on("unlockCredential", OPERATORS, this::unlock);
    }

    private Future<Reply> issue(Call call) {
        JsonObject body = call.body();
        return desk.issue(
                        Issuer.of(call.caller()),
                        CredentialType.valueOf(body.getString("type")),
                        body.getString("holderRef"),
                        time(body.getString("expiresAt")),
                        By.of(call))
                .map(this::created);
    }

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        return reach.list(call.caller(), call.query("holderRef"), call.query("kid"), page)
                .map(rows -> page.reply(
                        rows,
                        CredentialJson::of,
                        one -> new Cursor(one.createdAt(), one.id().text())));
    }

    private Future<Reply> get(Call call) {
        return reach.seen(call).map(seen -> {
            Credential found = seen.credential();
            JsonObject json = seen.own() ? CredentialJson.of(found) : CredentialJson.forOthers(found);
            if (phones.isLockedOut(found.id(), clock.instant())) {
                json.put("lockedUntil", phones.lockedUntil(found.id()).toString());
            }
            return Reply.of(200, json);
        });
    }

    private Future<Reply> unlock(Call call) {
        return reach.own(call)
                .compose(own -> desk.unlock(own.id(), By.of(call)))
                .map(found -> Reply.of(200, CredentialJson.of(found)));
    }

    private Future<Reply> revoke(Call call) {
        return reach.own(call)
                .compose(own -> desk.revoke(own.id(), By.of(call)))
                .map(revoked -> Reply.of(200, CredentialJson.of(revoked)));
    }

    private Future<Reply> reissue(Call call) {
        return reach.own(call)
                .compose(own -> desk.reissue(own.id(), By.of(call)))
                .map(this::created);
    }

    private Reply created(CredentialDesk.Issued issued) {
        JsonObject json = CredentialJson.of(issued.credential());
        if (issued.code() != null) {
            json.put("code", issued.code());
        }
        if (issued.totpKey() != null) {
            json.put("totpKey", issued.totpKey().hex());
        }
        if (issued.claimToken() != null) {
            json.put("claimToken", issued.claimToken());
            // Behind the #, so that a browser sends it to no server and it stands in no log.
            json.put("claimUrl", publicUrl + "/claim#" + issued.claimToken());
        }
        return Reply.of(201, json)
                .with("Location", "/v1/credentials/" + issued.credential().id().text())
                .with("Cache-Control", "no-store");
    }

    static @Nullable Instant time(@Nullable String text) {
        return text == null
                ? null
                : Rfc3339.moment(text)
                        .orElseThrow(() -> Problem.invalid("/expiresAt", "is no moment of the years 0 to 9999"));
    }
}
