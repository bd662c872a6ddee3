package parkgate.postgres;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What a failed statement says: that a promise of the schema would break, or that there is no word from PostgreSQL. */
public final class PgFailure {
    private PgFailure() {}

    /** True when a row would have broken this unique, foreign key or check constraint. */
    public static boolean breaks(Throwable failure, String constraint) {
        return failure instanceof PgException pg
                && pg.getSqlState().startsWith("23")
                && constraint.equals(pg.getConstraint());
    }

    /** A failure's class, and PostgreSQL's code where it has one: for logs, since a message may quote a row. */
    public static String named(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof PgException pg ? name + ' ' + pg.getSqlState() : name;
    }

    /**
     * True when PostgreSQL gave no answer or could not work: not connected, cut off, no connection free in time, shutting
     * down, out of room, read-only. Whether the statement stands is then unknown. False for what a statement itself did
     * wrong.
     */
    public static boolean isAway(Throwable failure) {
        if (failure instanceof PgException pg) {
            String state = pg.getSqlState();
            return state.startsWith("08")
                    || state.startsWith("53")
                    || state.startsWith("57")
                    || state.startsWith("58")
                    || state.equals("25006");
        }
        return failure instanceof VertxException
                || failure instanceof IOException
                || failure instanceof TimeoutException;
    }
}
