package parkgate.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One PostgreSQL, named by its URI, and this instance's pools of connections to it. Every pool is bounded in connections,
 * in waiting callers and in time, so that a PostgreSQL that hangs fails its callers instead of collecting them: no
 * statement is without a deadline ({@link DeadlinePool}), and who waits on a scan's way sets a nearer one.
 *
 * <p>Whoever must not wait behind others' queries (the recorder, the change feed) opens a pool of its own.
 */
public final class Database {
    /** Callers that may wait for a connection of one pool; the next one fails at once. */
    static final int MAX_WAITING = 1_000;

    /** Wait for a free connection, and for a new one to open, seconds. */
    static final int CONNECT_S = 5;

    /** A connection that said nothing for so long is closed, in use or not: seconds. */
    static final int SILENT_S = 60;

    /** PostgreSQL gives up a statement after so long, milliseconds; well below {@link #SILENT_S}. */
    static final int STATEMENT_MS = 30_000;

    /** Whoever asked for one statement knows after so long, milliseconds, the wait for a connection included. */
    static final long ANSWER_MS = 8_000;

    /** The same for several statements that stand or fall together; below what a request is given. */
    static final long TRANSACTION_MS = 15_000;

    /** Statements in flight on one connection. */
    static final int PIPELINE = 256;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Pool pool;
    private final List<Pool> opened = new CopyOnWriteArrayList<>();

    private Database(Vertx vertx, PgConnectOptions options, int connections) {
        this.vertx = vertx;
        this.options = options;
        this.pool = pool("shared", connections);
    }

    /**
     * Opens the shared pool. Nothing is connected yet: the first query does that.
     *
     * @param uri {@code postgresql://user:password@host:port/database}, optionally with {@code ?sslmode=}
     * @param connections most connections of the shared pool, 1 or more
     * @throws IllegalArgumentException when the URI cannot be read
     */
    public static Database open(Vertx vertx, String uri, int connections) {
        return new Database(vertx, options(uri), connections);
    }

    /** For single statements and transactions that may wait for each other. */
    public Pool pool() {
        return pool;
    }

    /**
     * Opens another pool, for one user alone.
     *
     * @param name of its metrics
     * @param connections most connections, 1 or more
     */
    public Pool pool(String name, int connections) {
        Pool made = new DeadlinePool(
                PgBuilder.pool()
                        .with(new PoolOptions()
                                .setName(name)
                                .setMaxSize(connections)
                                .setMaxWaitQueueSize(MAX_WAITING)
                                .setConnectionTimeout(CONNECT_S)
                                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                                .setIdleTimeout(SILENT_S / 2)
                                .setIdleTimeoutUnit(TimeUnit.SECONDS))
                        .with(new NetClientOptions()
                                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_S))
                                .setTcpKeepAlive(true)
                                .setReadIdleTimeout(SILENT_S)
                                .setIdleTimeoutUnit(TimeUnit.SECONDS))
                        .connectingTo(new PgConnectOptions(options).setMetricsName(name))
                        .using(vertx)
                        .build(),
                ANSWER_MS,
                TRANSACTION_MS);
        opened.add(made);
        return made;
    }

    /** Closes every pool that was opened here; what is in flight fails. */
    public Future<Void> close() {
        List<Future<?>> closing = new ArrayList<>();
        opened.forEach(one -> closing.add(one.close()));
        return Future.join(closing).mapEmpty();
    }

    Vertx vertx() {
        return vertx;
    }

    /** How to connect outside of a pool. */
    PgConnectOptions options() {
        return new PgConnectOptions(options);
    }

    static PgConnectOptions options(String uri) {
        PgConnectOptions read = PgConnectOptions.fromUri(uri)
                .setPipeliningLimit(PIPELINE)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPreparedStatementCacheSqlLimit(16_384)
                .addProperty("application_name", "parkgate")
                .addProperty("jit", "off") // our statements are short: compiling one takes longer than running it
                .addProperty("statement_timeout", Integer.toString(STATEMENT_MS));
        return read.getSslMode() == SslMode.DISABLE ? read : read.setSslOptions(tls(read.getSslMode()));
    }

    /** As libpq does it: the certificate is checked from {@code verify-ca} on, the host name by {@code verify-full}. */
    private static ClientSSLOptions tls(SslMode mode) {
        boolean checked = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        return new ClientSSLOptions()
                .setTrustAll(!checked)
                .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    }
}
