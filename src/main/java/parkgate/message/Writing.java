package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.message.PgMessages.Fact;
import parkgate.message.PgMessages.Writer;

/**
 * What can be written, whoever writes: a message, an answer to it, a question about the answer. The same again is the same answer.
 *
 * <pre>
 *   nothing ──send──► OPEN ──answer──► ANSWERED
 *                       ▲                  │
 *                       └──────reopen──────┘
 * </pre>
 */
final class Writing {
    /** Messages and reopenings of one driver within {@link #LATELY}. */
    static final int MOST_OF_A_DRIVER = 10;

    /** The same of the attendants of one lot. */
    static final int MOST_OF_A_LOT = 200;

    static final Duration LATELY = Duration.ofDays(1);

    private final PgMessages messages;
    private final InstantSource clock;

    Writing(PgMessages messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A new message.
     *
     * @param mayAsk whether the writer may ask about this; what he may not is not there for him
     */
    Future<Reply> send(UUID id, Subject about, String text, Writer writer, Predicate<Fact> mayAsk) {
        Instant now = clock.instant();
        return messages.inTurn(tx -> messages.fact(tx, about).compose(found -> {
            Fact fact =
                    found.filter(mayAsk).orElseThrow(() -> Problem.notFound("No such refusal or stay is known here."));
            return messages.find(tx, id).compose(old -> {
                if (old.isPresent()) {
                    return Future.succeededFuture(Reply.of(200, same(old.get(), about, text, writer)));
                }
                return bounded(tx, writer, fact.placeId(), now)
                        .compose(x -> messages.send(tx, id, about, fact, writer, text, now))
                        .compose(sent -> sent ? messages.find(tx, id) : Future.failedFuture(taken()))
                        .map(made -> Reply.of(
                                201,
                                made.orElseThrow(IllegalStateException::new).json()));
            });
        }));
    }

    private static JsonObject same(Message old, Subject about, String text, Writer writer) {
        Message.Entry first = old.entries().get(0);
        boolean same = old.about().equals(about)
                && text.equals(first.text())
                && first.by().equals(writer.author());
        if (!same) {
            throw taken();
        }
        return old.json();
    }

    private static Problem taken() {
        return Problem.conflict("message-exists", "There is a message already")
                .detail("Of this id with another text, or about this refusal or stay: one message about each.");
    }

    private Future<Void> bounded(SqlConnection tx, Writer writer, String placeId, Instant now) {
        int most = writer.rootId() == null ? MOST_OF_A_LOT : MOST_OF_A_DRIVER;
        return messages.sent(tx, writer, placeId, now.minus(LATELY))
                .compose(sent -> sent < most ? Future.succeededFuture() : Future.failedFuture(tooMany()));
    }

    private static Problem tooMany() {
        return Problem.of(429, "too-many-messages", "Too many messages within a day")
                .header("Retry-After", "3600");
    }

    /**
     * An answer.
     *
     * @param mayWrite throws when the writer may not
     */
    Future<Reply> answer(UUID id, String outcome, String text, Writer writer, Consumer<Message> mayWrite) {
        Instant now = clock.instant();
        return messages.inTurn(tx -> messages.held(tx, id).compose(message -> {
                    mayWrite.accept(message);
                    if (message.isOpen()) {
                        return messages.add(tx, message, writer, outcome, text, now);
                    }
                    Message.Entry last = message.last();
                    return text.equals(last.text()) && outcome.equals(last.outcome())
                            ? Future.succeededFuture(message)
                            : Future.failedFuture(Problem.conflict("message-answered", "It was answered already"));
                }))
                .map(message -> Reply.of(200, message.json()));
    }

    /**
     * A question about the answer.
     *
     * @param mayWrite throws when the writer may not
     */
    Future<Reply> reopen(UUID id, String text, Writer writer, Consumer<Message> mayWrite) {
        Instant now = clock.instant();
        return messages.inTurn(tx -> messages.held(tx, id).compose(message -> {
                    mayWrite.accept(message);
                    if (message.isOpen()) {
                        return message.entries().size() > 1
                                        && text.equals(message.last().text())
                                ? Future.succeededFuture(message)
                                : Future.failedFuture(Problem.conflict("message-open", "It waits for its answer"));
                    }
                    return message.entries().size() >= Message.MOST_ENTRIES
                            ? Future.<Message>failedFuture(tooMany())
                            : bounded(tx, writer, message.placeId(), now)
                                    .compose(x -> messages.add(tx, message, writer, null, text, now));
                }))
                .map(message -> Reply.of(200, message.json()));
    }
}
