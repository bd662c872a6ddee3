package parkgate.key;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.Caller;
import parkgate.http.Cursor;
import parkgate.http.KeyKind;
import parkgate.http.Page;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;

/** Keys in PostgreSQL. */
final class PgKeyStore implements KeyStore {
    private static final String FIND = SqlFile.load("key/find.sql");
    private static final String GET = SqlFile.load("key/get.sql");
    private static final String MAKE = SqlFile.load("key/make.sql");
    private static final String HAS_LANE = SqlFile.load("key/has_lane.sql");
    private static final String LOCK_LANE = SqlFile.load("key/lock_lane.sql");
    private static final String MAKE_LANE_KEY = SqlFile.load("key/make_lane_key.sql");
    private static final String LIST_LANE_KEYS = SqlFile.load("key/list_lane_keys.sql");
    private static final String LIST_ACCESS_KEYS = SqlFile.load("key/list_access_keys.sql");
    private static final String REVOKE = SqlFile.load("key/revoke.sql");

    private final Pool pool;

    PgKeyStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Optional<StoredKey>> find(String keyId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(keyId)).map(rows -> first(rows, row -> stored(keyId, row)));
    }

    @Override
    public Future<Optional<KeyRow>> get(String keyId) {
        return pool.preparedQuery(GET).execute(Tuple.of(keyId)).map(rows -> first(rows, PgKeyStore::row));
    }

    @Override
    public Future<Void> make(
            KeyText key,
            @Nullable String placeId,
            @Nullable String operatorId,
            @Nullable String label,
            @Nullable Instant expiresAt,
            By by) {
        return pool.preparedQuery(MAKE)
                .execute(by.after(Tuple.of(
                        key.id(),
                        key.kind().text(),
                        Buffer.buffer(key.secretSha256()),
                        placeId,
                        operatorId,
                        label,
                        at(expiresAt))))
                .<Void>compose(
                        made -> made.rowCount() == 0 ? Future.failedFuture(new MakerGone()) : Future.succeededFuture())
                .recover(failure -> Future.failedFuture(
                        PgFailure.breaks(failure, "access_key_place_id_fkey") ? new NoSuchPlace() : failure));
    }

    @Override
    public Future<LaneKey> makeLaneKey(
            KeyText key,
            String lotId,
            String laneId,
            @Nullable String label,
            @Nullable Instant expiresAt,
            Instant now,
            By by) {
        Tuple arguments = by.after(Tuple.of(
                key.id(),
                Buffer.buffer(key.secretSha256()),
                laneId,
                label,
                at(expiresAt),
                at(now),
                MAX_ACTIVE_KEYS_OF_A_LANE));
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_LANE)
                .execute(Tuple.of(laneId, lotId))
                .compose(lane -> lane.size() == 0
                        ? Future.succeededFuture(LaneKey.NO_SUCH_LANE)
                        : connection
                                .preparedQuery(MAKE_LANE_KEY)
                                .execute(arguments)
                                .map(made -> made.size() == 0 ? LaneKey.TOO_MANY : LaneKey.MADE)));
    }

    @Override
    public Future<Boolean> hasLane(String lotId, String laneId) {
        return pool.preparedQuery(HAS_LANE).execute(Tuple.of(laneId, lotId)).map(rows -> rows.size() > 0);
    }

    @Override
    public Future<List<KeyRow>> laneKeys(String laneId, Page page) {
        Cursor after = page.after();
        return list(
                LIST_LANE_KEYS,
                Tuple.of(
                        laneId,
                        after == null ? null : at(after.time()),
                        after == null ? null : after.id(),
                        page.rows()));
    }

    @Override
    public Future<List<KeyRow>> accessKeys(@Nullable String placeId, @Nullable String operatorId, Page page) {
        Cursor after = page.after();
        return list(
                LIST_ACCESS_KEYS,
                Tuple.of(
                        placeId,
                        operatorId,
                        after == null ? null : at(after.time()),
                        after == null ? null : after.id(),
                        page.rows()));
    }

    private Future<List<KeyRow>> list(String statement, Tuple arguments) {
        return pool.preparedQuery(statement).execute(arguments).map(rows -> {
            List<KeyRow> keys = new ArrayList<>(rows.size());
            rows.forEach(row -> keys.add(row(row)));
            return keys;
        });
    }

    @Override
    public Future<Void> revoke(String keyId, By by) {
        return pool.preparedQuery(REVOKE).execute(by.after(Tuple.of(keyId))).mapEmpty();
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> as) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(as.apply(rows.iterator().next()));
    }

    private static StoredKey stored(String keyId, Row row) {
        Caller caller = new Caller(
                keyId,
                KeyKind.of(row.getString("kind")).orElseThrow(),
                row.getString("lane_id"),
                row.getString("lot_id"),
                row.getString("place_id"),
                row.getString("operator_id"));
        return new StoredKey(caller, row.getBuffer("secret_sha256").getBytes(), instant(row, "expires_at"));
    }

    private static KeyRow row(Row row) {
        return new KeyRow(
                row.getString("id"),
                KeyKind.of(row.getString("kind")).orElseThrow(),
                row.getString("lane_id"),
                row.getString("place_id"),
                row.getString("operator_id"),
                row.getString("label"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
