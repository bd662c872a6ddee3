package parkgate;

import parkgate.config.Secret;

/**
 * The servers of this run, ours or others'.
 *
 * @param postgres {@code postgresql://user:password@host:port/database}
 * @param redis {@code redis://…} or {@code rediss://…}
 * @param firstStart true when this start made the embedded PostgreSQL's data
 */
record ServerAddresses(Secret postgres, Secret redis, boolean firstStart) {}
