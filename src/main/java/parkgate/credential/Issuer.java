package parkgate.credential;

import org.jspecify.annotations.Nullable;
import parkgate.http.Caller;

/**
 * Under what a credential was issued: what the issuing key was bound to. A re-issue keeps it.
 *
 * @param placeId the top of the subtree, else null
 * @param operatorId the operator, else null; both null: an admin's key, the service as a whole
 */
public record Issuer(@Nullable String placeId, @Nullable String operatorId) {
    static Issuer of(Caller caller) {
        return new Issuer(caller.placeId(), caller.operatorId());
    }
}
