package parkgate.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.TransactionPropagation;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collector;

/**
 * A pool whose every statement and transaction is answered by a deadline, the wait for a connection included. What is late
 * fails with {@link java.util.concurrent.TimeoutException}; whether it stands is then unknown, as after a cut connection.
 * Its connection stays taken until PostgreSQL answers or is silent for too long, so that a PostgreSQL that hangs gets no
 * more work than the pool has connections.
 */
final class DeadlinePool implements Pool {
    private final Pool pool;
    private final long statementMs;
    private final long transactionMs;

    DeadlinePool(Pool pool, long statementMs, long transactionMs) {
        this.pool = pool;
        this.statementMs = statementMs;
        this.transactionMs = transactionMs;
    }

    private static <T> Future<T> by(long deadlineMs, Future<T> answer) {
        return answer.isComplete() ? answer : answer.timeout(deadlineMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return pool.getConnection();
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new Late<>(pool.query(sql), statementMs);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new LatePrepared<>(pool.preparedQuery(sql), statementMs);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new LatePrepared<>(pool.preparedQuery(sql, options), statementMs);
    }

    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return by(transactionMs, pool.withTransaction(work));
    }

    @Override
    public <T> Future<T> withTransaction(TransactionPropagation propagation, Function<SqlConnection, Future<T>> work) {
        return by(transactionMs, pool.withTransaction(propagation, work));
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return by(transactionMs, pool.withConnection(work));
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    private record Late<T>(Query<T> query, long deadlineMs) implements Query<T> {
        @Override
        public Future<T> execute() {
            return by(deadlineMs, query.execute());
        }

        @Override
        public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Late<>(query.collecting(collector), deadlineMs);
        }

        @Override
        public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Late<>(query.mapping(mapper), deadlineMs);
        }
    }

    private record LatePrepared<T>(PreparedQuery<T> query, long deadlineMs) implements PreparedQuery<T> {
        @Override
        public Future<T> execute() {
            return by(deadlineMs, query.execute());
        }

        @Override
        public Future<T> execute(Tuple arguments) {
            return by(deadlineMs, query.execute(arguments));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return by(deadlineMs, query.executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new LatePrepared<>(query.collecting(collector), deadlineMs);
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new LatePrepared<>(query.mapping(mapper), deadlineMs);
        }
    }
}
