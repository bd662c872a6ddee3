package parkgate.core.access;

/**
 * A credential's rights as they were put beside the lot.
 *
 * @param epoch of the head at that time: after a rebuild they are read again
 */
record CachedRights(RightsAtLot rights, long epoch) {
    boolean usable(long currentEpoch, long leastVersion) {
        return epoch == currentEpoch && rights.version() >= leastVersion;
    }
}
