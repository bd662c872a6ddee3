package parkgate.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that listens for PostgreSQL's notification of a change. It is only a hint to read the log sooner: while it
 * is cut off nothing is missed, just noticed later.
 */
final class ChangeBell {
    private static final Logger log = LoggerFactory.getLogger(ChangeBell.class);
    private static final String LISTEN = SqlFile.load("postgres/listen_change.sql");

    private enum State {
        SILENT,
        CONNECTING,
        LISTENING,
        CLOSED
    }

    private final Database database;
    private final Runnable onChange;
    private final AtomicReference<State> state = new AtomicReference<>(State.SILENT);
    private volatile @Nullable PgConnection connection;

    ChangeBell(Database database, Runnable onChange) {
        this.database = database;
        this.onChange = onChange;
    }

    /** Connects when not connected; called again and again, so a failure here is tried again by the next call. */
    void ring() {
        if (!state.compareAndSet(State.SILENT, State.CONNECTING)) {
            return;
        }
        PgConnection.connect(database.vertx(), database.options())
                .compose(made -> {
                    connection = made;
                    made.notificationHandler(change -> onChange.run());
                    made.closeHandler(gone -> state.compareAndSet(State.LISTENING, State.SILENT));
                    return made.query(LISTEN).execute();
                })
                .onSuccess(x -> state.compareAndSet(State.CONNECTING, State.LISTENING))
                .onFailure(e -> {
                    log.debug("not listening for changes yet: {}", e.toString());
                    drop().onComplete(x -> state.compareAndSet(State.CONNECTING, State.SILENT));
                });
    }

    private Future<Void> drop() {
        PgConnection open = connection;
        connection = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    Future<Void> close() {
        state.set(State.CLOSED);
        return drop();
    }
}
