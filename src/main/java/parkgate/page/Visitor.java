package parkgate.page;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * What a driver gave a visitor.
 *
 * @param id made by the giver's phone
 * @param giverRoot root of the giver's chain of credentials
 * @param claimed whether a phone shows the code already
 * @param ended taken back, or ended with the giver's right
 */
record Visitor(
        UUID id,
        String giverRoot,
        String credentialId,
        String placeId,
        String placeName,
        Instant from,
        Instant until,
        boolean claimed,
        boolean ended) {

    static Visitor of(Row row) {
        return new Visitor(
                row.getUUID("id"),
                row.getString("giver_root"),
                row.getString("credential_id"),
                row.getString("place_id"),
                row.getString("name"),
                row.getOffsetDateTime("valid_from").toInstant(),
                row.getOffsetDateTime("valid_until").toInstant(),
                row.getBoolean("claimed"),
                row.getBoolean("ended"));
    }

    /** As the contract writes it. */
    JsonObject json() {
        return new JsonObject()
                .put("visitorId", id.toString())
                .put("credentialId", credentialId)
                .put("placeId", placeId)
                .put("placeName", placeName)
                .put("validFrom", from.toString())
                .put("validUntil", until.toString())
                .put("claimed", claimed);
    }
}
