package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import parkgate.core.code.CodeSigner;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Conditional;
import parkgate.http.Reply;
import parkgate.signing.CoseKeySet;
import parkgate.signing.Jwks;
import parkgate.signing.KeySet;
import parkgate.signing.Signer;

/** {@code GET /v1/keys} and {@code GET /v1/keys/cose}: with what anyone can verify a code. */
final class PublicKeysRoute {
    /**
     * A new key is published 7 days before it signs, so a copy some minutes old is good enough; a lost one goes out of use as
     * soon.
     */
    static final String CACHE = "public, max-age=300";

    /** RFC 9052 section 2. */
    private static final String COSE = "application/cose; cose-type=\"cose-sign1\"";

    private final Signer signer;

    private final InstantSource clock;

    PublicKeysRoute(Signer signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    void mount(Api api) {
        api.on("getKeys", Access.ANYONE, this::jwks).on("getKeySet", Access.ANYONE, this::cose);
    }

    private Future<Reply> jwks(Call call) {
        Buffer body = Jwks.of(signer.publicKeys()).toBuffer();
        Reply reply = Reply.of(200, "application/json", body).with("Cache-Control", CACHE);
        return Future.succeededFuture(Conditional.of(call, reply, Digest.etag(body.getBytes())));
    }

    private Future<Reply> cose(Call call) {
        Instant now = clock.instant();
        CodeSigner key = signer.statusKey(now);
        KeySet set = signer.keySet();
        // Weak: the same set, signed at another moment.
        String content = Digest.hex(Jwks.of(set.keys()).toBuffer().getBytes());
        String etag = "W/\"" + set.version() + '-' + key.kid().hex() + '-' + content.substring(0, 16) + '"';
        byte[] signed = CoseKeySet.of(set.version(), now, set.keys(), key);
        Reply reply = Reply.of(200, COSE, Buffer.buffer(signed)).with("Cache-Control", CACHE);
        return Future.succeededFuture(Conditional.of(call, reply, etag));
    }
}
