package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.message.PgMessages.Writer;

/**
 * What a driver's page sends; the phone signs it, ES256 in IEEE P1363, over the bytes (UTF-8) of
 *
 * <pre>
 * send      "QP1-WHY"   credentialId signedAt  messageId decisionId-or-sessionId text
 * reopen    "QP1-AGAIN" credentialId signedAt  messageId text
 * </pre>
 */
final class PhoneMessages {
    private final Writing writing;
    private final Phones phones;

    PhoneMessages(Writing writing, Phones phones) {
        this.writing = writing;
        this.phones = phones;
    }

    Future<Reply> send(Call call) {
        JsonObject body = call.body();
        Subject about = Subject.of(body);
        String text = Words.of(body);
        UUID id = UUID.fromString(body.getString("messageId"));
        String signed = body.getString("messageId")
                + (body.getString("decisionId") == null ? body.getString("sessionId") : body.getString("decisionId"))
                + body.getString("text");
        return phones.signer(body, "QP1-WHY", signed)
                .compose(root -> writing.send(
                        id, about, text, new Writer("DRIVER", root, null), fact -> root.equals(fact.rootId())))
                .map(PhoneMessages::unkept);
    }

    Future<Reply> reopen(Call call) {
        JsonObject body = call.body();
        String text = Words.of(body);
        String id = call.path("messageId");
        return phones.signer(body, "QP1-AGAIN", id + body.getString("text"))
                .compose(
                        root -> writing.reopen(UUID.fromString(id), text, new Writer("DRIVER", root, null), message -> {
                            if (!root.equals(message.rootId())) {
                                throw Problem.notFound("There is no such message.");
                            }
                        }))
                .map(PhoneMessages::unkept);
    }

    private static Reply unkept(Reply reply) {
        return reply.with("Cache-Control", "no-store");
    }
}
