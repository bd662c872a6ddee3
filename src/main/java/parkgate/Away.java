package parkgate;

import io.lettuce.core.RedisException;
import java.util.Optional;
import parkgate.http.Problem;
import parkgate.postgres.PgFailure;

/** A failure of a route that only says that a server is away: an answer, not a bug. */
final class Away {
    private Away() {}

    static Optional<Problem> explain(Throwable failure) {
        if (PgFailure.isAway(failure) || failure instanceof RedisException) {
            return Optional.of(Problem.unavailable("unavailable", "A server behind this one does not answer", 1)
                    .detail("Whether it happened is not known here; read before sending it again."));
        }
        return Optional.empty();
    }
}
