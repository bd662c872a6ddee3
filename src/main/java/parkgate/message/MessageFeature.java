package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;

/** Messages: who sends, who reads, who answers. */
public final class MessageFeature {
    private final PhoneMessages phone;
    private final DeskMessages desk;
    private final MessageList list;
    private final OpenFigures figures;

    /** The feature, over a pool of the primary. */
    public MessageFeature(Pool pool, Scope scope, Lots lots, Phones phones, InstantSource clock, Supplier<UUID> ids) {
        PgMessages messages = new PgMessages(pool, ids);
        Writing writing = new Writing(messages, clock);
        this.phone = new PhoneMessages(writing, phones);
        this.desk = new DeskMessages(writing, messages, scope);
        this.list = new MessageList(pool, messages, scope, lots);
        this.figures = new OpenFigures(pool, lots, clock);
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access desks = Access.of(KeyKind.LANE, KeyKind.OPS, KeyKind.ADMIN);
        Access operators = Access.of(KeyKind.OPS, KeyKind.ADMIN);
        api.on("sendDeviceMessage", Access.ANYONE, phone::send)
                .on("reopenDeviceMessage", Access.ANYONE, phone::reopen)
                .on("getMessageFigures", Access.ANYONE, figures::figures)
                .on("sendMessage", desks, desk::send)
                .on("getMessage", desks, desk::find)
                .on("reopenMessage", desks, desk::reopen)
                .on("listMessages", operators, list::list)
                .on("answerMessage", operators, desk::answer);
    }

    /** The messages of a phone, as the contract writes them, the one that changed last first. */
    public Future<JsonArray> of(String rootId) {
        return list.of(rootId);
    }
}
