package parkgate.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found, newest first.
 *
 * @param credential null: none was looked for, it is nobody's, or the caller has nothing to do with it
 */
record Found(@Nullable Asked credential, List<Session> sessions, List<ScanRecord> scans) {
    /**
     * The credential that was looked for.
     *
     * @param reached it has a right where the caller is
     */
    record Asked(String id, String type, String status, String visualNumber, String expiresAt, boolean reached) {
        private JsonObject json() {
            return new JsonObject()
                    .put("credentialId", id)
                    .put("visualNumber", visualNumber)
                    .put("type", type)
                    .put("status", status)
                    .put("expiresAt", expiresAt);
        }
    }

    /**
     * As the contract writes it.
     *
     * @param limit of each at most
     */
    JsonObject json(int limit) {
        JsonArray shownSessions = new JsonArray();
        sessions.stream().limit(limit).map(SessionJson::of).forEach(shownSessions::add);
        JsonArray shownScans = new JsonArray();
        scans.stream().limit(limit).map(ScanRecord::json).forEach(shownScans::add);
        Asked asked = credential;
        JsonObject named =
                asked != null && (asked.reached() || !sessions.isEmpty() || !scans.isEmpty()) ? asked.json() : null;
        return new JsonObject()
                .put("credential", named)
                .put("sessions", shownSessions)
                .put("scans", shownScans)
                .put("more", sessions.size() > limit || scans.size() > limit);
    }
}
