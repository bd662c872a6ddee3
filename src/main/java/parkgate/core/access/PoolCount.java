package parkgate.core.access;

/**
 * How full a pool is, for whom it refuses.
 *
 * @param poolId the pool
 * @param spaces as the head's rules have them
 * @param taken cars inside that take one; more than the spaces where the pool was made smaller, or let others in flagged
 */
public record PoolCount(String poolId, int spaces, int taken) {}
