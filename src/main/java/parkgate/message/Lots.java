package parkgate.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which lots there are, from this instance's copy of the places: answers at once, at most 1 s old. */
public interface Lots {
    /** Ids of the lots that a place is or has in it; empty when there is no such place. */
    Optional<List<String>> under(String placeId);

    /** Ids of all lots. */
    List<String> all();

    /** Lots whose figures are for everyone: their names by their ids. */
    Map<String, String> open();
}
