package parkgate.occupancy;

import java.util.List;
import java.util.Optional;

/** The lots and how they lie, from this instance's copy of the places: answers at once, at most 1 s old. Any thread. */
public interface Places {
    /** A lot; empty when there is none of this id. */
    Optional<Lot> lot(String lotId);

    /**
     * The lots that a city, a district or a lot is or has in it; empty when there is no such place, and of an
     * area, since the cars of one are not counted apart.
     */
    Optional<List<Lot>> under(String placeId);

    /** The lots that an operator runs. */
    List<Lot> runBy(String operatorId);

    /** Every lot. */
    List<Lot> all();
}
