package parkgate.figures;

import java.util.List;
import java.util.Optional;

/** The places, as figures need them: from this instance's own copy, at most 1 s old. */
public interface Lots {
    /** A place and the lots in it; empty when there is none, or it is an area. */
    Optional<Counted> find(String placeId);

    /** A lot, and nothing else. */
    default Optional<Counted> lot(String lotId) {
        return find(lotId).filter(found -> found.lotIds().equals(List.of(lotId)));
    }
}
