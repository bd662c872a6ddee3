package parkgate.occupancy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which lots a viewer watches. Viewers of equal watches share the work.
 *
 * @param reach how the lots are chosen
 * @param id of the place or the operator; null where none is needed
 */
record Watch(Reach reach, @Nullable String id) {
    enum Reach {
        /** Every lot. */
        ALL,
        /** The lots under a place. */
        PLACE,
        /** An operator's lots. */
        OPERATOR,
        /** The public lots, under a place if one is named. */
        PUBLIC
    }

    /** The lots as they are now; empty when the place is gone. */
    Optional<List<Lot>> lots(Places places) {
        return switch (reach) {
            case ALL -> Optional.of(places.all());
            case PLACE -> under(places);
            case OPERATOR -> Optional.of(id == null ? List.of() : places.runBy(id));
            case PUBLIC ->
                (id == null ? Optional.of(places.all()) : under(places))
                        .map(lots -> lots.stream().filter(Lot::isPublic).toList());
        };
    }

    private Optional<List<Lot>> under(Places places) {
        return id == null ? Optional.empty() : places.under(id);
    }
}
