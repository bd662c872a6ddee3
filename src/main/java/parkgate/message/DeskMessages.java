package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Consumer;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.message.PgMessages.Writer;

/** What attendants write for drivers without a phone, and what operators answer. */
final class DeskMessages {
    private final Writing writing;
    private final PgMessages messages;
    private final Scope scope;

    DeskMessages(Writing writing, PgMessages messages, Scope scope) {
        this.writing = writing;
        this.messages = messages;
        this.scope = scope;
    }

    Future<Reply> send(Call call) {
        JsonObject body = call.body();
        return writing.send(
                UUID.fromString(body.getString("messageId")),
                Subject.of(body),
                Words.of(body),
                writer("ATTENDANT", call),
                fact -> scope.covers(call.caller(), fact.placeId()));
    }

    Future<Reply> find(Call call) {
        Consumer<Message> mayRead = reaching(call);
        return messages.find(id(call))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no such message.")))
                .map(message -> {
                    mayRead.accept(message);
                    return Reply.of(200, message.json());
                });
    }

    Future<Reply> answer(Call call) {
        return writing.answer(
                id(call),
                call.body().getString("outcome"),
                Words.of(call.body()),
                writer("OPERATOR", call),
                reaching(call));
    }

    Future<Reply> reopen(Call call) {
        return writing.reopen(id(call), Words.of(call.body()), writer("ATTENDANT", call), reaching(call));
    }

    private Consumer<Message> reaching(Call call) {
        return message -> scope.require(call.caller(), message.placeId());
    }

    private static UUID id(Call call) {
        return UUID.fromString(call.path("messageId"));
    }

    private static Writer writer(String author, Call call) {
        return new Writer(author, null, call.caller().keyId());
    }
}
