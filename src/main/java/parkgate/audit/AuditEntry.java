package parkgate.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done. It stands for as long as the service does, so nothing of a person may be in it: no plate, code,
 * name or holder's reference, neither as an id nor among the details.
 *
 * @param action what was done, such as {@code holder.erased}: {@code [a-z]+([.-][a-z]+)*}, at most 64 characters
 * @param subjectKind what it was done to, {@code [A-Z_]{1,32}}; null when it speaks of nothing in particular
 * @param subjectId its id; null where the id itself would be personal
 * @param placeId where; null when it concerns no place in particular
 * @param keyId public part of the key that asked for it; null: the service itself
 * @param reason as whoever asked gave it, at most 500 characters
 * @param details numbers and words about it
 */
public record AuditEntry(
        UUID id,
        Instant at,
        String action,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        @Nullable String placeId,
        @Nullable String keyId,
        @Nullable String reason,
        JsonObject details) {

    /** Of an action on a kind of thing, without its id, a place or a reason. */
    public static AuditEntry of(
            UUID id, Instant at, String action, String subjectKind, @Nullable String keyId, JsonObject details) {
        return new AuditEntry(id, at, action, subjectKind, null, null, keyId, null, details);
    }

    /** The same with a reason. */
    public AuditEntry because(@Nullable String why) {
        return new AuditEntry(id, at, action, subjectKind, subjectId, placeId, keyId, why, details);
    }

    /** As the contract writes it. What is not known is null, never left out. */
    JsonObject json() {
        return new JsonObject()
                .put("auditId", id.toString())
                .put("at", at.toString())
                .put("action", action)
                .put("subjectKind", subjectKind)
                .put("subjectId", subjectId)
                .put("placeId", placeId)
                .put("keyId", keyId)
                .put("reason", reason)
                .put("details", details);
    }
}
