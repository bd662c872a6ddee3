package parkgate.load.flat;

/**
 * How large a city is.
 *
 * @param rights credentials with a right to all of it, {@code drivers} or more
 * @param drivers of them those who come, spread evenly
 * @param events that it has behind it
 */
public record Shape(int lots, int rights, int drivers, long events) {
    public Shape lots(int other) {
        return new Shape(other, rights, drivers, events);
    }

    public Shape rights(int other) {
        return new Shape(lots, other, Math.min(drivers, other), events);
    }

    public Shape events(long other) {
        return new Shape(lots, rights, drivers, other);
    }
}
