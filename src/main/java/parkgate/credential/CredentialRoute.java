package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;

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
    private final Credentials credentials;
    private final TotpPhones phones;
    private final InstantSource clock;
    private final String publicUrl;

    /**
     * The routes.
     *
     * @param publicUrl where phones find this service, without a slash at its end
     */
    CredentialRoute(
            CredentialDesk desk, Credentials credentials, TotpPhones phones, InstantSource clock, String publicUrl) {
        this.desk = desk;
        this.credentials = credentials;
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
                        CredentialType.valueOf(body.getString("type")),
                        body.getString("holderRef"),
                        time(body.getString("expiresAt")))
                .map(this::created);
    }

    private Future<Reply> list(Call call) {
        Page page = Page.of(call);
        return credentials
                .list(call.query("holderRef"), page)
                .map(rows -> page.reply(
                        rows,
                        CredentialJson::of,
                        one -> new Cursor(one.createdAt(), one.id().text())));
    }

    private Future<Reply> get(Call call) {
        return desk.known(id(call)).map(found -> {
            JsonObject json = CredentialJson.of(found);
            if (phones.isLockedOut(found.id(), clock.instant())) {
                json.put("lockedUntil", phones.lockedUntil(found.id()).toString());
            }
            return Reply.of(200, json);
        });
    }

    private Future<Reply> unlock(Call call) {
        return desk.unlock(id(call)).map(found -> Reply.of(200, CredentialJson.of(found)));
    }

    private Future<Reply> revoke(Call call) {
        return desk.revoke(id(call), call.body().getString("reason"))
                .map(revoked -> Reply.of(200, CredentialJson.of(revoked)));
    }

    private Future<Reply> reissue(Call call) {
        return desk.reissue(id(call)).map(this::created);
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

    /** The path's credential; the contract has checked its form. */
    static CredentialId id(Call call) {
        return new CredentialId(call.path("credentialId"));
    }

    static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.invalid("/expiresAt", "is no moment of the calendar");
        }
    }
}
