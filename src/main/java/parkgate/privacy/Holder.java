package parkgate.privacy;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Whom a credential was issued to. The reference is its issuer's own word: two issuers may both have a "guest", who are two
 * people.
 *
 * @param issuerPlaceId the place that the issuing key was bound to; null where it was none
 * @param issuerOperatorId the operator that it was bound to; both null: an admin's key
 */
record Holder(
        String ref,
        @Nullable String issuerPlaceId,
        @Nullable String issuerOperatorId) {

    /** Of a body that the contract has passed. */
    static Holder of(JsonObject body) {
        JsonObject issuer = body.getJsonObject("issuer", new JsonObject());
        return new Holder(body.getString("holderRef"), issuer.getString("placeId"), issuer.getString("operatorId"));
    }

    /** The arguments $1 to $6 of a statement: its own are $2 to $4. */
    Tuple with(@Nullable Object second, @Nullable Object third, Object fourth) {
        return Tuple.of(ref, second, third, fourth, issuerPlaceId, issuerOperatorId);
    }
}
