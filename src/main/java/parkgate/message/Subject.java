package parkgate.message;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem;

/** What a message is about: a refusal or a stay, one of them. */
record Subject(@Nullable UUID decisionId, @Nullable UUID sessionId) {
    /**
     * Out of a body's {@code decisionId} or {@code sessionId}.
     *
     * @throws Problem 422, when there are both or none
     */
    static Subject of(JsonObject body) {
        Subject subject = new Subject(id(body, "decisionId"), id(body, "sessionId"));
        if ((subject.decisionId == null) == (subject.sessionId == null)) {
            throw Problem.invalid("/decisionId", "or sessionId: exactly one of them");
        }
        return subject;
    }

    private static @Nullable UUID id(JsonObject body, String field) {
        String text = body.getString(field);
        return text == null ? null : UUID.fromString(text);
    }

    /** The id, whichever it is. */
    UUID id() {
        if (decisionId != null) {
            return decisionId;
        }
        if (sessionId != null) {
            return sessionId;
        }
        throw new IllegalStateException("about nothing");
    }
}
