package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Reply;
import parkgate.signing.Jwks;
import parkgate.signing.Signer;

/** {@code GET /v1/keys}: with what anyone can verify a code. */
final class PublicKeysRoute {
    /**
     * A new key is published 7 days before it signs, so a copy some minutes old is good enough; a lost one goes out of use as
     * soon.
     */
    static final String CACHE = "public, max-age=300";

    private final Signer signer;

    PublicKeysRoute(Signer signer) {
        this.signer = signer;
    }

    void mount(Api api) {
        api.on("getKeys", Access.ANYONE, this::jwks);
    }

    private Future<Reply> jwks(Call call) {
        Buffer body = Jwks.of(signer.publicKeys()).toBuffer();
        Reply reply = Reply.of(200, "application/jwk-set+json", body).with("Cache-Control", CACHE);
        return Future.succeededFuture(Conditional.of(call, reply, Digest.etag(body.getBytes())));
    }
}
