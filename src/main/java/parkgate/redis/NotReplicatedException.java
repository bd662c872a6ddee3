package parkgate.redis;

/** What was written stands in the primary, but not in as many replicas as it takes to outlive one. */
public final class NotReplicatedException extends RuntimeException {
    NotReplicatedException(int wanted) {
        super("fewer than " + wanted + " replicas have it", null, false, false);
    }
}
