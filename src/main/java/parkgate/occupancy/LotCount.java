package parkgate.occupancy;

/**
 * How many are in a lot.
 *
 * @param open sessions inside, 0 or more
 * @param adjustment cars counted that have no session; may be negative after a count was set lower
 * @param updatedAtMs of the lot's last change, or of its first reading when nothing has happened there yet: unix
 *     milliseconds
 */
public record LotCount(int open, int adjustment, long updatedAtMs) {
    int currentCount() {
        return Math.max(0, open + adjustment);
    }
}
