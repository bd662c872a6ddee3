package parkgate.privacy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.postgres.SqlFile;

/** A part of a holder's export, in the order in which they come; each newest first. */
enum Section {
    CREDENTIALS("export_credentials", "created_at"),
    RIGHTS("export_rights", "created_at"),
    SESSIONS("export_sessions", "started_at"),
    SCANS("export_scans", "received_time"),
    MESSAGES("export_messages", "opened_at"),
    VISITORS("export_visitors", "created_at");

    private final String sql;
    private final String timeColumn;

    Section(String sql, String timeColumn) {
        this.sql = SqlFile.load("privacy/" + sql + ".sql");
        this.timeColumn = timeColumn;
    }

    /** As it stands in the answer and in a cursor. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The section of a word. Any input. */
    static Optional<Section> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** The one that comes behind it; empty behind the last. */
    Optional<Section> next() {
        return Arrays.stream(values()).filter(one -> one.compareTo(this) > 0).findFirst();
    }

    String sql() {
        return sql;
    }

    JsonObject json(Row row) {
        return switch (this) {
            case CREDENTIALS -> credential(row);
            case RIGHTS -> right(row);
            case SESSIONS -> session(row);
            case SCANS -> scan(row);
            case MESSAGES -> message(row);
            case VISITORS -> visitor(row);
        };
    }

    /** By what its rows are ordered, before their id. */
    OffsetDateTime timeOf(Row row) {
        return row.getOffsetDateTime(timeColumn);
    }

    /** The id of a row, as the statement takes it for the next page. */
    Object idOf(Row row) {
        return this == CREDENTIALS ? row.getString("id") : row.getUUID("id");
    }

    /**
     * An id of a cursor, as the statement takes it.
     *
     * @throws IllegalArgumentException when it is none
     */
    Object id(String text) {
        return this == CREDENTIALS ? text : UUID.fromString(text);
    }

    private static JsonObject credential(Row row) {
        Buffer device = row.getBuffer("device_key");
        return new JsonObject()
                .put("credentialId", row.getString("id"))
                .put("type", row.getString("type"))
                .put("status", row.getString("status"))
                .put("createdAt", time(row, "created_at"))
                .put("notBefore", time(row, "not_before"))
                .put("expiresAt", time(row, "expires_at"))
                .put("claimedAt", time(row, "claimed_at"))
                .put(
                        "deviceKey",
                        device == null
                                ? null
                                : Base64.getUrlEncoder().withoutPadding().encodeToString(device.getBytes()))
                .put("replaces", row.getString("replaces"))
                .put("revokedAt", time(row, "revoked_at"))
                .put("revokeReason", row.getString("revoke_reason"));
    }

    private static JsonObject right(Row row) {
        return new JsonObject()
                .put("rightId", uuid(row, "id"))
                .put("credentialId", row.getString("root_id"))
                .put("placeId", row.getString("place_id"))
                .put("type", row.getString("type"))
                .put("validFrom", time(row, "valid_from"))
                .put("validUntil", time(row, "valid_until"))
                .put("recurring", row.getJson("recurring"))
                .put("poolId", row.getString("pool_id"))
                .put("createdAt", time(row, "created_at"))
                .put("endedAt", time(row, "deleted_at"));
    }

    private static JsonObject session(Row row) {
        return new JsonObject()
                .put("sessionId", uuid(row, "id"))
                .put("placeId", row.getString("lot_id"))
                .put("credentialId", row.getString("credential_id"))
                .put("rightId", uuid(row, "right_id"))
                .put("status", row.getString("status"))
                .put("startedAt", time(row, "started_at"))
                .put("entryLaneId", row.getString("entry_lane"))
                .put("entryTime", time(row, "entry_time"))
                .put("exitLaneId", row.getString("exit_lane"))
                .put("exitTime", time(row, "exit_time"))
                .put("exitCredentialId", row.getString("exit_credential"))
                .put("plate", row.getString("plate"))
                .put("flags", new JsonArray(List.of(row.getArrayOfStrings("flags"))));
    }

    private static JsonObject scan(Row row) {
        return new JsonObject()
                .put("decisionId", uuid(row, "id"))
                .put("placeId", row.getString("lot_id"))
                .put("laneId", row.getString("lane_id"))
                .put("direction", row.getString("direction"))
                .put("credentialId", row.getString("credential_id"))
                .put("reason", row.getString("reason"))
                .put("sessionId", uuid(row, "session_id"))
                .put("eventTime", time(row, "event_time"))
                .put("receivedTime", time(row, "received_time"));
    }

    private static JsonObject message(Row row) {
        return new JsonObject()
                .put("messageId", uuid(row, "id"))
                .put("placeId", row.getString("place_id"))
                .put("decisionId", uuid(row, "decision_id"))
                .put("sessionId", uuid(row, "session_id"))
                .put("status", row.getString("status"))
                .put("openedAt", time(row, "opened_at"))
                .put("entries", row.getJson("told"));
    }

    private static JsonObject visitor(Row row) {
        return new JsonObject()
                .put("visitorId", uuid(row, "id"))
                .put("placeId", row.getString("place_id"))
                .put("credentialId", row.getString("credential_id"))
                .put("rightId", uuid(row, "right_id"))
                .put("fromRightId", uuid(row, "giver_right"))
                .put("givenAt", time(row, "created_at"))
                .put("validUntil", time(row, "valid_until"))
                .put("endedAt", time(row, "deleted_at"));
    }

    private static @Nullable String time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant().toString();
    }

    private static @Nullable String uuid(Row row, String column) {
        UUID id = row.getUUID(column);
        return id == null ? null : id.toString();
    }
}
