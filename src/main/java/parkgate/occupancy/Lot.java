package parkgate.occupancy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.Location;

/**
 * A lot as it is shown.
 *
 * @param capacity spaces; null: not limited
 * @param status OPEN, FULL, CLOSED or CLOSED_TO_ALL
 * @param isPublic whether its free spaces are shown to anyone
 * @param location its way in; null: not told
 * @param within the places that it lies in, city first
 */
public record Lot(
        String id,
        String name,
        @Nullable Integer capacity,
        String status,
        boolean isPublic,
        @Nullable Location location,
        List<Around> within) {

    /**
     * A place around a lot.
     *
     * @param type CITY or DISTRICT
     */
    public record Around(String id, String type, String name) {}

    public Lot {
        within = List.copyOf(within);
    }
}
