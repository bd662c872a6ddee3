package parkgate.load.city;

import java.util.List;

/**
 * Where a city's traffic goes.
 *
 * @param plain with lanes without a loop: a grant is the passage
 * @param looped with lanes that report the passage
 * @param full without a space
 */
public record Lots(List<LoadCity.Lot> plain, List<LoadCity.Lot> looped, List<LoadCity.Lot> full) {
    /** The lots that people go in and out of. */
    public int open() {
        return plain.size() + looped.size();
    }
}
