package parkgate.credential;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Scope;

/**
 * Which credentials a key reaches.
 *
 * <pre>
 * issued within the key's binding    all: read, list, draw, revoke, re-issue, unlock
 * with a right at a place within it  look, without the issuer's own notes
 * any other                          403
 * </pre>
 */
final class CredentialReach {
    private final Credentials credentials;
    private final Scope scope;

    CredentialReach(Credentials credentials, Scope scope) {
        this.credentials = credentials;
        this.scope = scope;
    }

    /**
     * A credential that the caller may look at.
     *
     * @param own whether it was issued within the caller's binding; what it is called there is for those alone
     */
    record Seen(Credential credential, boolean own) {}

    /** The path's credential, for all that can be done with it; fails with {@link Problem} 404, or 403. */
    Future<Credential> own(Call call) {
        return named(call).map(credential -> {
            if (!isOwn(call.caller(), credential)) {
                throw notOurs();
            }
            return credential;
        });
    }

    /** The path's credential, to be looked at; fails with {@link Problem} 404, or 403. */
    Future<Seen> seen(Call call) {
        return named(call)
                .compose(credential -> isOwn(call.caller(), credential)
                        ? Future.succeededFuture(new Seen(credential, true))
                        : credentials.placesOfRights(credential.root()).map(places -> {
                            if (places.stream().noneMatch(place -> scope.covers(call.caller(), place))) {
                                throw notOurs();
                            }
                            return new Seen(credential, false);
                        }));
    }

    /**
     * A page of the credentials that were issued within the caller's binding, newest first.
     *
     * @param holderRef null: of all holders
     * @param kid of the key that signed the code, for an admin alone; null: of all keys
     */
    Future<List<Credential>> list(Caller caller, @Nullable String holderRef, @Nullable String kid, Page page) {
        if (kid != null) {
            if (caller.kind() != KeyKind.ADMIN) {
                throw Problem.forbidden("What a key has signed is listed with an admin key.");
            }
            return credentials.listOfKey(kid, holderRef, page);
        }
        return caller.kind() == KeyKind.ADMIN
                ? credentials.list(holderRef, page)
                : credentials.listOfIssuers(scope.placesOf(caller), caller.operatorId(), holderRef, page);
    }

    private boolean isOwn(Caller caller, Credential credential) {
        Issuer issuer = credential.issuer();
        return scope.coversBinding(caller, issuer.placeId(), issuer.operatorId());
    }

    private Future<Credential> named(Call call) {
        return credentials
                .find(new CredentialId(call.path("credentialId")))
                .map(found -> found.orElseThrow(CredentialDesk::unknown));
    }

    private static Problem notOurs() {
        return Problem.forbidden("This credential was issued by somebody else.");
    }
}
