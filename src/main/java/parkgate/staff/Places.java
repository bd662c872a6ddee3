package parkgate.staff;

import java.util.Optional;

/** What a place is, from this instance's copy of the places. */
public interface Places {
    /** CITY, DISTRICT, LOT or AREA; empty when there is no such place. */
    Optional<String> typeOf(String placeId);
}
