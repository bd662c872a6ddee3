package parkgate.session;

import java.util.List;
import java.util.Optional;

/** Which lots there are, from this instance's copy of the places: answers at once, at most 1 s old. */
public interface Lots {
    /** Ids of every lot. */
    List<String> all();

    /** Ids of the lots that a place is or has in it; empty when there is no such place. */
    Optional<List<String>> under(String placeId);

    /** Ids of the lots that an operator runs. */
    List<String> runBy(String operatorId);
}
