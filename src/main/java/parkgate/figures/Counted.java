package parkgate.figures;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place of which figures are asked.
 *
 * @param zone in which its days begin and end
 * @param capacity of all its lots together; null: one of them is not limited
 * @param isPublic it is a lot whose figures are open to anyone
 * @param lotIds itself, or the lots that lie in it
 */
public record Counted(
        String placeId, String name, ZoneId zone, @Nullable Integer capacity, boolean isPublic, List<String> lotIds) {
    public Counted {
        lotIds = List.copyOf(lotIds);
    }
}
