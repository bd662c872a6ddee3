package parkgate.http;

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
