package parkgate.staff;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.Role;

/**
 * Somebody who signs in, or did.
 *
 * @param passwordHash null: deleted
 * @param firstUntil until when a first password is good; null: it is the person's own
 */
record Account(
        String id,
        String name,
        Role role,
        @Nullable String placeId,
        @Nullable String operatorId,
        @Nullable String passwordHash,
        @Nullable Instant firstUntil,
        Instant createdAt,
        @Nullable Instant signedInAt,
        @Nullable Instant deletedAt) {

    /** What is typed to sign in, as it is compared. */
    static String key(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    Caller caller() {
        return Caller.person(id, role, placeId, operatorId);
    }

    boolean mustChangePassword() {
        return firstUntil != null;
    }

    Cursor cursor() {
        return new Cursor(createdAt, id);
    }

    /** Who it is. What is not known is null, never left out. */
    JsonObject who() {
        return new JsonObject()
                .put("staffId", id)
                .put("name", name)
                .put("role", role.name())
                .put("placeId", placeId)
                .put("operatorId", operatorId);
    }

    /** As it is listed. */
    JsonObject json() {
        return who().put("mustChangePassword", mustChangePassword())
                .put("createdAt", createdAt.toString())
                .put("lastSignInAt", text(signedInAt))
                .put("deletedAt", text(deletedAt));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    @Override
    public String toString() {
        return "account " + id;
    }
}
