package parkgate.load;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/**
 * A length of time as it is given on the command line: seconds, whole or not.
 *
 * @param text as it was given, for what is said of it
 */
record Seconds(String text, Duration time) {
    /**
     * Reads it.
     *
     * @throws NumberFormatException when it is no number
     */
    static Seconds of(String text) {
        return new Seconds(text, Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000)));
    }

    /** So many, where there are so many in a second. */
    int times(int aSecond) {
        return (int) (aSecond * time.toMillis() / 1_000);
    }

    /** The shorter of the two. */
    Duration orLess(Duration other) {
        return time.compareTo(other) < 0 ? time : other;
    }

    @Override
    public String toString() {
        return text;
    }

    /** For an option. */
    static final class Reader implements ITypeConverter<Seconds> {
        @Override
        public Seconds convert(String value) {
            return of(value);
        }
    }
}
