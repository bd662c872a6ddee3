package parkgate.core;

/**
 * A point on the earth, WGS 84, as satellite receivers tell it.
 *
 * @param latitude decimal degrees, -90 to 90, north positive
 * @param longitude decimal degrees, -180 to 180, east positive
 */
public record Location(double latitude, double longitude) {
    public static final double MOST_NORTH = 90;
    public static final double MOST_EAST = 180;

    /** @throws IllegalArgumentException where there is no such point */
    public Location {
        if (!(Math.abs(latitude) <= MOST_NORTH && Math.abs(longitude) <= MOST_EAST)) {
            throw new IllegalArgumentException("no point on the earth");
        }
    }
}
