package parkgate;

import io.lettuce.core.RedisException;
import java.util.Optional;
import parkgate.http.Problem;
import parkgate.postgres.PgFailure;
import parkgate.signing.NoSigningKeyException;

/** A failure of a route that only says that a server is away: an answer, not a bug. */
final class Away {
    private Away() {}

    static Optional<Problem> explain(Throwable failure) {
        if (PgFailure.isAway(failure) || failure instanceof RedisException) {
            return Optional.of(Problem.unavailable("unavailable", "A server behind this one does not answer", 1)
                    .detail("Whether it happened is not known here; read before sending it again."));
        }
        if (failure instanceof NoSigningKeyException) {
            return Optional.of(Problem.unavailable("no-signing-key", "This instance has no key to sign with", 5)
                    .detail("The key is compromised, and the key file here does not have its successor yet."));
        }
        return Optional.empty();
    }
}
