package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.core.access.Fence;
import parkgate.core.access.LotEvent;
import parkgate.core.access.SessionState;
import parkgate.core.access.Stay;
import parkgate.postgres.SqlFile;

/** The lots' history in PostgreSQL: what is written to it, and what a lot is rebuilt from. */
class PgRecords { // not final: the protocol test stands in between
    /** No word within this is no word, milliseconds: the statement may still have its way, which the fence allows. */
    static final long PATIENCE_MS = 5_000;

    private static final String RECORD = SqlFile.load("scan/record.sql");
    private static final String LOOK = SqlFile.load("scan/fence_look.sql");
    private static final String RAISE = SqlFile.load("scan/raise_epoch.sql");
    private static final String STATE = SqlFile.load("scan/lot_state.sql");
    private static final String KNOWN = SqlFile.load("scan/known_keys.sql");
    private static final String EPOCH = SqlFile.load("scan/epoch.sql");
    private static final String BY_KEY = SqlFile.load("scan/event_by_key.sql");
    private static final String BY_KEYS = SqlFile.load("scan/events_by_keys.sql");
    private static final String BY_DECISION = SqlFile.load("scan/grant_by_decision.sql");
    private static final String SINCE = SqlFile.load("scan/grants_since.sql");
    private static final String SESSION = SqlFile.load("scan/session_standing.sql");
    private static final String PASSAGE = SqlFile.load("scan/passage_of.sql");

    private final Pool recorder;
    private final Pool pool;

    /**
     * Reads and writes through these.
     *
     * @param recorder the recorder's own, so that it waits behind nobody
     * @param pool for everything else
     */
    PgRecords(Pool recorder, Pool pool) {
        this.recorder = recorder;
        this.pool = pool;
    }

    /** One statement, one commit; the lots whose events now stand. */
    Future<Set<String>> record(List<Run> runs) {
        return query(recorder, RECORD, RecordArguments.of(runs)).map(rows -> {
            Set<String> moved = new HashSet<>();
            rows.forEach(row -> moved.add(row.getString("lot_id")));
            return moved;
        });
    }

    /** Where the lot's last number stands, and what is to be done with a run that was not taken. */
    record Look(long lastSeq, Fence.Finding finding) {}

    Future<Look> look(Run run) {
        String[] keys = run.events().stream().map(LotEvent::key).toArray(String[]::new);
        return query(
                        recorder,
                        LOOK,
                        Tuple.of(run.lotId(), run.first(), run.last()).addValue(keys))
                .map(rows -> {
                    long epoch = 0;
                    long lastSeq = 0;
                    Map<String, Long> seqByKey = new HashMap<>();
                    for (Row row : rows) {
                        epoch = row.getLong("epoch");
                        lastSeq = row.getLong("last_seq");
                        if (row.getString("key") != null) {
                            seqByKey.put(row.getString("key"), row.getLong("seq"));
                        }
                    }
                    return new Look(lastSeq, Fence.look(run.events(), epoch, lastSeq, seqByKey));
                });
    }

    /** Begins a rebuild: from here nobody of an older epoch can record. */
    Future<Long> raiseEpoch(String lotId, long epochInRedis) {
        return query(pool, RAISE, Tuple.of(lotId, epochInRedis))
                .map(rows -> first(rows).getLong("epoch"));
    }

    Future<Long> epoch(String lotId) {
        return query(pool, EPOCH, Tuple.of(lotId))
                .map(rows -> rows.size() == 0 ? 0L : first(rows).getLong("epoch"));
    }

    Future<Set<String>> knownKeys(String lotId, List<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return query(pool, KNOWN, Tuple.of(lotId).addValue(keys.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getString("key")));
                    return known;
                });
    }

    /** The lot in one snapshot. */
    Future<LotPicture> picture(String lotId) {
        return query(pool, STATE, Tuple.of(lotId)).map(rows -> {
            Row lot = first(rows);
            Map<String, String> stays = new LinkedHashMap<>();
            for (Row row : rows) {
                if (row.getUUID("session") != null) {
                    stays.merge(row.getString("root_id"), stay(row).format(), (a, b) -> a + ';' + b);
                }
            }
            return new LotPicture(
                    lot.getLong("epoch"),
                    lot.getLong("last_seq"),
                    lot.getInteger("adjustment"),
                    lot.getLong("at_ms"),
                    stays);
        });
    }

    private static Stay stay(Row row) {
        boolean reopens = row.getBoolean("reopens");
        boolean awaited = row.getUUID("passage_decision") != null;
        boolean leaving = awaited && "EXIT".equals(row.getString("passage_direction"));
        return new Stay(
                row.getUUID("session").toString(),
                row.getString("credential_id"),
                text(row.getUUID("right_id")),
                text(row.getString("pool_id")),
                row.getLong("entry_ms"),
                reopens ? Stay.State.C : leaving ? Stay.State.X : awaited ? Stay.State.P : Stay.State.I,
                reopens ? "" : text(row.getUUID(leaving ? "passage_decision" : "entry_decision")),
                row.getLong("session_seq"),
                reopens ? "" : text(row.getString(leaving ? "passage_lane" : "entry_lane")),
                leaving ? row.getLong("passage_ms") : row.getLong("entry_ms"),
                awaited ? row.getLong("deadline_ms") : 0,
                row.getBoolean("passage_lowered") ? -1 : 0,
                List.of(row.getArrayOfStrings("flags")));
    }

    /** A recorded event, as an answer needs it; null when the key is not known. */
    Future<@Nullable LotEvent> byKey(String lotId, String key) {
        return query(pool, BY_KEY, Tuple.of(lotId, key)).map(rows -> rows.size() == 0 ? null : event(key, first(rows)));
    }

    /** Of these keys those that are recorded, each with its event. */
    Future<Map<String, LotEvent>> byKeys(String lotId, List<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return query(pool, BY_KEYS, Tuple.of(lotId).addValue(keys.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, LotEvent> known = new HashMap<>();
                    rows.forEach(row -> known.put(row.getString("key"), event(row.getString("key"), row)));
                    return known;
                });
    }

    /** The event of a key, or else the grant of a decision (empty: none). */
    Future<@Nullable LotEvent> byKeyOrDecision(String lotId, String key, String decisionId) {
        return byKey(lotId, key)
                .compose(event -> event != null || decisionId.isEmpty()
                        ? Future.succeededFuture(event)
                        : query(pool, BY_DECISION, Tuple.of(lotId, UUID.fromString(decisionId)))
                                .map(rows -> rows.size() == 0 ? null : event(key, first(rows))));
    }

    /** What was granted of late at a lot, each as it was recorded. */
    Future<List<LotEvent>> grantsSince(String lotId, long ms) {
        return query(pool, SINCE, Tuple.of(lotId, ms)).map(rows -> {
            List<LotEvent> grants = new ArrayList<>();
            rows.forEach(row -> grants.add(event(row.getString("key"), row)));
            return grants;
        });
    }

    private static LotEvent event(String key, Row row) {
        String direction = row.getString("direction");
        return new LotEvent(
                parkgate.core.access.EventKind.valueOf(row.getString("kind")),
                direction == null ? null : Direction.valueOf(direction),
                row.getLong("epoch"),
                row.getLong("seq"),
                key,
                row.getLong("at_ms"),
                text(row.getString("lane_id")),
                text(row.getString("credential_id")),
                text(row.getString("root_id")),
                text(row.getUUID("session_id")),
                text(row.getUUID("decision_id")),
                text(row.getUUID("right_id")),
                text(row.getString("pool_id")),
                row.getLong("deadline_ms"),
                0,
                0,
                List.of(row.getArrayOfStrings("flags")),
                row.getInteger("open_after"),
                row.getInteger("adjustment_after"),
                "");
    }

    /** What PostgreSQL knows of a grant and its passage; null when it does not know the grant. */
    Future<@Nullable KnownPassage> passage(UUID decision) {
        return query(pool, PASSAGE, Tuple.of(decision)).map(rows -> rows.size() == 0 ? null : known(first(rows)));
    }

    private static KnownPassage known(Row row) {
        return new KnownPassage(
                row.getString("lot_id"),
                text(row.getString("lane_id")),
                Direction.valueOf(row.getString("direction")),
                text(row.getUUID("session_id")),
                text(row.getString("credential_id")),
                text(row.getString("root_id")),
                text(row.getUUID("right_id")),
                text(row.getString("pool_id")),
                row.getLong("at_ms"),
                row.getBoolean("awaits"),
                row.getString("outcome"),
                Boolean.TRUE.equals(row.getBoolean("pending")));
    }

    /** What PostgreSQL has of a session; {@code entryDecision} is null of one that nobody saw come in. */
    record SessionStanding(
            String lotId,
            SessionState.Status status,
            @Nullable UUID entryDecision) {}

    /** Where a session stands; null when it is not known. */
    Future<@Nullable SessionStanding> sessionStanding(UUID sessionId) {
        return query(pool, SESSION, Tuple.of(sessionId))
                .map(rows -> rows.size() == 0
                        ? null
                        : new SessionStanding(
                                first(rows).getString("lot_id"),
                                SessionState.Status.valueOf(first(rows).getString("status")),
                                first(rows).getUUID("entry_decision")));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }

    private static Future<RowSet<Row>> query(Pool pool, String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
