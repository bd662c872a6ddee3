package parkgate.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a key's binding reaches a place. */
public final class Scope {
    private final PlaceTree places;

    public Scope(PlaceTree places) {
        this.places = places;
    }

    /** True when the caller may act on the place: an admin key everywhere, a lane's key at its lot. */
    public boolean covers(Caller caller, String placeId) {
        if (caller.kind() == KeyKind.ADMIN) {
            return true;
        }
        if (caller.kind() == KeyKind.LANE) {
            return placeId.equals(caller.lotId());
        }
        String top = caller.placeId();
        if (top != null) {
            return places.covers(top, placeId);
        }
        String operator = caller.operatorId();
        return operator != null
                && places.operatorOf(placeId).filter(operator::equals).isPresent();
    }

    /**
     * True when what is bound to a place or an operator lies within the caller's own binding: keys, and what was issued with
     * them.
     *
     * @param placeId null where it is not bound to a place
     * @param operatorId null where it is not bound to an operator; both null: only an admin's key reaches it
     */
    public boolean coversBinding(Caller caller, @Nullable String placeId, @Nullable String operatorId) {
        if (caller.kind() == KeyKind.ADMIN) {
            return true;
        }
        return placeId != null ? covers(caller, placeId) : operatorId != null && operatorId.equals(caller.operatorId());
    }

    /** Ids of all places on which the caller may act, in no order. Looks at every place: not for the scan's way. */
    public List<String> placesOf(Caller caller) {
        return places.ids().stream().filter(id -> covers(caller, id)).toList();
    }

    /**
     * Lets the caller act on the place.
     *
     * @throws Problem 403, when the key is for another place
     */
    public void require(Caller caller, String placeId) {
        if (!covers(caller, placeId)) {
            throw Problem.forbidden("This key is for another place.");
        }
    }
}
