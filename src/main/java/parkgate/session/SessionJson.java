package parkgate.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A stay as the contract writes it. What is not known is null, never left out. */
final class SessionJson {
    private SessionJson() {}

    static JsonObject of(Session session) {
        return new JsonObject()
                .put("sessionId", session.id().toString())
                .put("placeId", session.lotId())
                .put("credentialId", session.credentialId())
                .put("rightId", text(session.rightId()))
                .put("status", session.status().name())
                .put("entry", through(session.entry()))
                .put("exit", through(session.exit()))
                .put("segments", new JsonArray().add(wholeStay(session)))
                .put("flags", new JsonArray(session.flags()));
    }

    /** The one segment of a stay that kept its right from the beginning to the end. */
    private static JsonObject wholeStay(Session session) {
        return new JsonObject()
                .put("rightId", text(session.rightId()))
                .put("from", session.startedAt().toString())
                .put("to", text(session.endedAt()));
    }

    private static @Nullable JsonObject through(Session.@Nullable Through through) {
        if (through == null) {
            return null;
        }
        return new JsonObject()
                .put("laneId", through.laneId())
                .put("eventTime", through.eventTime().toString())
                .put("passType", through.passType());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
