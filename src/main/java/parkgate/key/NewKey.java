package parkgate.key;

import io.vertx.core.json.JsonObject;
import parkgate.http.Reply;

/** The one answer that shows a key. */
final class NewKey {
    private NewKey() {}

    static Reply reply(KeyText key) {
        return Reply.of(201, new JsonObject().put("keyId", key.id()).put("key", key.reveal()));
    }
}
