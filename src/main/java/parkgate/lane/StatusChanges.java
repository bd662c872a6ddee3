package parkgate.lane;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import parkgate.postgres.Change;
import parkgate.postgres.SqlFile;

/** The number of the newest change of a credential: the status lists' version, the same at every instance. Any thread. */
final class StatusChanges {
    private static final String VERSION = SqlFile.load("lane/status_version.sql");

    private final Pool pool;
    private final AtomicLong newest = new AtomicLong();

    StatusChanges(Pool pool) {
        this.pool = pool;
    }

    Future<Void> load() {
        return pool.preparedQuery(VERSION)
                .execute()
                .onSuccess(rows -> raise(rows.iterator().next().getLong("version")))
                .mapEmpty();
    }

    /** A subscriber of {@link Change.Kind#CREDENTIAL}. */
    void apply(List<Change> changes) {
        changes.forEach(change -> raise(change.version()));
    }

    long newest() {
        return newest.get();
    }

    private void raise(long to) {
        newest.accumulateAndGet(to, Math::max);
    }
}
