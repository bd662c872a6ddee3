package parkgate.message;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.http.Problem;
import parkgate.postgres.SqlFile;

/** Messages in PostgreSQL, whose constraints hold what a message can become. */
final class PgMessages {
    private static final String ABOUT = SqlFile.load("message/about.sql");
    private static final String TURN = SqlFile.load("message/turn.sql");
    private static final String SENT = SqlFile.load("message/sent.sql");
    private static final String SEND = SqlFile.load("message/send.sql");
    private static final String ENTRY = SqlFile.load("message/entry.sql");
    private static final String GROWN = SqlFile.load("message/grown.sql");
    private static final String LOCK = SqlFile.load("message/lock.sql");
    private static final String LIST = SqlFile.load("message/list.sql");

    private final Pool pool;
    private final Supplier<UUID> ids;

    PgMessages(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** A decision or a stay: where, when and whose it was. */
    record Fact(
            String placeId,
            @Nullable String reason,
            @Nullable String laneId,
            @Nullable String direction,
            OffsetDateTime decidedAt,
            @Nullable String rootId) {}

    /**
     * Who writes.
     *
     * @param rootId of a driver; null otherwise
     * @param keyId of whoever else; null otherwise
     */
    record Writer(
            String author,
            @Nullable String rootId,
            @Nullable String keyId) {}

    /** Which messages; what is null narrows nothing. */
    record Query(
            @Nullable List<String> lots,
            @Nullable String status,
            @Nullable Instant time,
            @Nullable UUID after,
            @Nullable UUID id,
            @Nullable String rootId,
            int rows) {
        static Query one(UUID id) {
            return new Query(null, null, null, null, id, null, 1);
        }
    }

    <T> Future<T> inTurn(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    Future<List<Message>> list(Query query) {
        return list(pool, query);
    }

    private static Future<List<Message>> list(SqlClient client, Query query) {
        return client.preparedQuery(LIST)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                query.lots() == null ? null : query.lots().toArray(String[]::new))
                        .addString(query.status())
                        .addOffsetDateTime(
                                query.time() == null ? null : query.time().atOffset(ZoneOffset.UTC))
                        .addUUID(query.after())
                        .addUUID(query.id())
                        .addString(query.rootId())
                        .addInteger(query.rows()))
                .map(rows -> {
                    List<Message> messages = new ArrayList<>(rows.size());
                    rows.forEach(row -> messages.add(Message.of(row)));
                    return messages;
                });
    }

    Future<Optional<Message>> find(SqlClient client, UUID id) {
        return list(client, Query.one(id)).map(found -> found.stream().findFirst());
    }

    Future<Optional<Message>> find(UUID id) {
        return find(pool, id);
    }

    /** The message, held until the transaction's end. */
    Future<Message> held(SqlConnection tx, UUID id) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .compose(x -> find(tx, id))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no such message.")));
    }

    Future<Optional<Fact>> fact(SqlConnection tx, Subject about) {
        return tx.preparedQuery(ABOUT)
                .execute(Tuple.tuple().addUUID(about.decisionId()).addUUID(about.sessionId()))
                .map(rows -> rows.stream().findFirst().map(PgMessages::fact));
    }

    private static Fact fact(Row row) {
        return new Fact(
                row.getString("place_id"),
                row.getString("reason"),
                row.getString("lane_id"),
                row.getString("direction"),
                row.getOffsetDateTime("decided_at"),
                row.getString("root_id"));
    }

    /** How much the writer has sent since a moment; nobody else of the same name sends until the transaction's end. */
    Future<Long> sent(SqlConnection tx, Writer writer, String placeId, Instant since) {
        String name = writer.rootId() == null ? placeId : writer.rootId();
        return tx.preparedQuery(TURN)
                .execute(Tuple.of(name))
                .compose(x -> tx.preparedQuery(SENT)
                        .execute(Tuple.tuple()
                                .addString(writer.rootId())
                                .addString(placeId)
                                .addOffsetDateTime(since.atOffset(ZoneOffset.UTC))))
                .map(rows -> rows.iterator().next().getLong("sent"));
    }

    /** A new one; false where there is one of this id, or about this. */
    Future<Boolean> send(SqlConnection tx, UUID id, Subject about, Fact fact, Writer writer, String text, Instant now) {
        return tx.preparedQuery(SEND)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(fact.placeId())
                        .addString(fact.rootId())
                        .addUUID(about.decisionId())
                        .addUUID(about.sessionId())
                        .addString(fact.reason())
                        .addString(fact.laneId())
                        .addString(fact.direction())
                        .addOffsetDateTime(fact.decidedAt())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : entry(tx, id, 1, writer, null, text, now)
                                .compose(x -> told(tx, "message.sent", id, fact.placeId(), writer, null, now))
                                .map(true));
    }

    /** One entry more. */
    Future<Message> add(
            SqlConnection tx, Message to, Writer writer, @Nullable String outcome, String text, Instant now) {
        int entries = to.entries().size() + 1;
        return entry(tx, to.id(), entries, writer, outcome, text, now)
                .compose(x -> tx.preparedQuery(GROWN).execute(Tuple.of(to.id(), entries, now.atOffset(ZoneOffset.UTC))))
                .compose(x -> told(
                        tx,
                        outcome == null ? "message.reopened" : "message.answered",
                        to.id(),
                        to.placeId(),
                        writer,
                        outcome,
                        now))
                .compose(x -> find(tx, to.id()))
                .map(found -> found.orElseThrow(IllegalStateException::new));
    }

    private static Future<Void> entry(
            SqlConnection tx, UUID id, int n, Writer writer, @Nullable String outcome, String text, Instant now) {
        return tx.preparedQuery(ENTRY)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addInteger(n)
                        .addString(writer.author())
                        .addString(outcome)
                        .addString(text)
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** That it was done; never what was written. */
    private Future<Void> told(
            SqlConnection tx,
            String action,
            UUID id,
            String placeId,
            Writer writer,
            @Nullable String outcome,
            Instant now) {
        JsonObject details = new JsonObject().put("by", writer.author());
        if (outcome != null) {
            details.put("outcome", outcome);
        }
        return AuditTrail.write(
                tx,
                new AuditEntry(
                        ids.get(), now, action, "MESSAGE", id.toString(), placeId, writer.keyId(), null, details));
    }
}
