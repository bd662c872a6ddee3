package parkgate.place;

import org.jspecify.annotations.Nullable;

/** The levels of the tree. A lot is the level that has gates. */
public enum PlaceType {
    CITY(null),
    DISTRICT(CITY),
    LOT(DISTRICT),
    AREA(LOT);

    private final @Nullable PlaceType parent;

    PlaceType(@Nullable PlaceType parent) {
        this.parent = parent;
    }

    /** The level right above, on which a place of this type lies; null for the top. */
    public @Nullable PlaceType parent() {
        return parent;
    }
}
