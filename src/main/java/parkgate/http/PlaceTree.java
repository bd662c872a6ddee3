package parkgate.http;

import java.util.Collection;
import java.util.Optional;

/** How places lie in one another, from an instance's own copy: answers at once, at most 1 s old. */
public interface PlaceTree {
    /** True when {@code placeId} is {@code ancestorId} or lies in it. False when either is unknown. */
    boolean covers(String ancestorId, String placeId);

    /** Who runs a place; for an area the operator of its lot. Empty: nobody is named, or the place is unknown. */
    Optional<String> operatorOf(String placeId);

    /** Ids of all places, in no order. */
    Collection<String> ids();
}
