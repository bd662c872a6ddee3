package parkgate.occupancy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one round of readings says to the viewers of one watch.
 *
 * @param events of the lots that were read, by lot
 * @param asOfMs the last value of every lot was true then or later: unix milliseconds; null while one is not read yet
 */
record Round(Map<String, Event> events, @Nullable Long asOfMs) {}
