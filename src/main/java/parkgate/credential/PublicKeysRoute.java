package parkgate.credential;

import io.vertx.core.Future;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Reply;
import parkgate.signing.Jwks;
import parkgate.signing.Signer;

/** {@code GET /v1/keys}: with what anyone can verify a code. */
final class PublicKeysRoute {
    private final Reply keys;

    PublicKeysRoute(Signer signer) {
        // Published 7 days before first use, so a copy an hour old is good enough.
        this.keys = Reply.of(200, Jwks.of(signer.publicKeys())).with("Cache-Control", "public, max-age=3600");
    }

    void mount(Api api) {
        api.on("getKeys", Access.ANYONE, call -> Future.succeededFuture(keys));
    }
}
