package parkgate;

import java.util.Optional;
import parkgate.config.Secret;

/**
 * The servers of this run, ours or others'.
 *
 * @param postgres {@code postgresql://user:password@host:port/database}
 * @param postgresOwner the same database as the role that owns the tables; empty: one role does both
 * @param redis {@code redis://…} or {@code rediss://…}
 * @param firstStart true when this start made the embedded PostgreSQL's data
 */
record ServerAddresses(Secret postgres, Optional<Secret> postgresOwner, Secret redis, boolean firstStart) {
    /** One role for both. */
    ServerAddresses(Secret postgres, Secret redis, boolean firstStart) {
        this(postgres, Optional.empty(), redis, firstStart);
    }

    /** Whose role migrates. */
    Secret migrating() {
        return postgresOwner.orElse(postgres);
    }
}
