package parkgate.key;

import io.vertx.core.Future;
import parkgate.audit.By;
import parkgate.http.Reply;
import parkgate.postgres.ChangeFeed;

/** Takes a key back: at once at this instance, within a second at every other. */
final class Revoking {
    private final KeyStore store;
    private final KeyRing ring;
    private final ChangeFeed feed;

    Revoking(KeyStore store, KeyRing ring, ChangeFeed feed) {
        this.store = store;
        this.ring = ring;
        this.feed = feed;
    }

    /** 204, also for a key that was revoked before. */
    Future<Reply> revoke(String keyId, By by) {
        return store.revoke(keyId, by)
                .onSuccess(revoked -> ring.forget(keyId))
                .compose(revoked -> feed.applyOwn())
                .map(applied -> Reply.empty(204));
    }
}
