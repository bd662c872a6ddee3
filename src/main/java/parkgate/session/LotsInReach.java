package parkgate.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Scope;

/** The lots that a list is about: those under the place that was asked for, or all that the key reaches. */
final class LotsInReach {
    private final Scope scope;
    private final Lots lots;

    LotsInReach(Scope scope, Lots lots) {
        this.scope = scope;
        this.lots = lots;
    }

    /**
     * Ids of the lots.
     *
     * @param placeId null: whatever the key reaches
     * @throws Problem 403, when the key is for another place; 404, when there is no such place
     */
    List<String> of(Caller caller, @Nullable String placeId) {
        if (placeId != null) {
            scope.require(caller, placeId);
            return lots.under(placeId).orElseThrow(() -> Problem.notFound("There is no such place."));
        }
        if (caller.kind() == KeyKind.ADMIN) {
            return lots.all();
        }
        if (caller.placeId() != null) {
            return lots.under(caller.placeId()).orElse(List.of());
        }
        return caller.operatorId() == null ? List.of() : lots.runBy(caller.operatorId());
    }
}
