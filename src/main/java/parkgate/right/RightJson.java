package parkgate.right;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Right;
import parkgate.http.Problem;
import parkgate.http.Rfc3339;
import parkgate.right.AssignedRight.Terms;

/** Rights as the API writes them. */
final class RightJson {
    private RightJson() {}

    /**
     * The terms of a request to give a right, which is valid by the contract.
     *
     * @throws Problem 422, with the field
     */
    static Terms terms(JsonObject body) {
        return merged(body, new Terms(Right.Type.PERMIT, null, null, List.of(), null, OfflinePolicy.CACHED));
    }

    /**
     * Terms with what a request to change them names (RFC 7396: null clears, what is left out stays).
     *
     * @throws Problem 422, with the field
     */
    static Terms merged(JsonObject body, Terms now) {
        if (body.getValue("maxUses") != null) {
            throw Problem.invalid("/maxUses", "is not supported yet");
        }
        Terms terms = new Terms(
                body.containsKey("type") ? Right.Type.valueOf(body.getString("type")) : now.type(),
                body.containsKey("validFrom") ? time(body, "validFrom") : now.from(),
                body.containsKey("validUntil") ? time(body, "validUntil") : now.until(),
                body.containsKey("recurring")
                        ? Recurring.read(body.getJsonArray("recurring", new JsonArray()))
                        : now.windows(),
                body.containsKey("poolId") ? body.getString("poolId") : now.poolId(),
                body.containsKey("offlinePolicy")
                        ? OfflinePolicy.valueOf(body.getString("offlinePolicy"))
                        : now.offline());
        if (terms.from() != null && terms.until() != null && !terms.until().isAfter(terms.from())) {
            throw Problem.invalid("/validUntil", "is not after validFrom");
        }
        return terms;
    }

    private static @Nullable Instant time(JsonObject body, String field) {
        String text = body.getString(field);
        if (text == null) {
            return null;
        }
        return Rfc3339.moment(text)
                .orElseThrow(
                        () -> Problem.invalid("/" + field, "is not a time of RFC 3339, such as 2026-11-22T08:00:00Z"))
                .truncatedTo(ChronoUnit.MILLIS);
    }

    static JsonObject of(AssignedRight right) {
        Terms terms = right.terms();
        return new JsonObject()
                .put("rightId", right.id().toString())
                .put("credentialId", right.credentialId())
                .put("placeId", right.placeId())
                .put("type", terms.type().name())
                .put("validFrom", text(terms.from()))
                .put("validUntil", text(terms.until()))
                .put("recurring", Recurring.json(terms.windows()))
                .put("poolId", terms.poolId())
                .put("offlinePolicy", terms.offline().name())
                .put("createdAt", right.createdAt().toString());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
