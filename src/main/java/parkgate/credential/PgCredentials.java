package parkgate.credential;

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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Kid;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;

/** {@link Credentials} in PostgreSQL. */
final class PgCredentials implements Credentials {
    private static final String ADD = SqlFile.load("credential/add.sql");
    private static final String REPLACE = SqlFile.load("credential/replace.sql");
    private static final String FIND = SqlFile.load("credential/find.sql");
    private static final String FIND_BY_CLAIM = SqlFile.load("credential/find_by_claim.sql");
    private static final String FIND_BY_RECOVERY = SqlFile.load("credential/find_by_recovery.sql");
    private static final String LIST = SqlFile.load("credential/list.sql");
    private static final String LIST_OF_HOLDER = SqlFile.load("credential/list_of_holder.sql");
    private static final String LIST_OF_ISSUERS = SqlFile.load("credential/list_of_issuers.sql");
    private static final String LIST_OF_ISSUERS_OF_HOLDER = SqlFile.load("credential/list_of_issuers_of_holder.sql");
    private static final String PLACES_OF_RIGHTS = SqlFile.load("credential/places_of_rights.sql");
    private static final String LIST_OF_KEY = SqlFile.load("credential/list_of_key.sql");
    private static final String LIST_OF_EPOCH = SqlFile.load("credential/list_of_epoch.sql");
    private static final String REVOKE = SqlFile.load("credential/revoke.sql");
    private static final String RELINK = SqlFile.load("credential/relink.sql");
    private static final String CLAIM = SqlFile.load("credential/claim.sql");

    /** A status list's shard has 2^20 bits. */
    private static final int SHARD_BITS = 20;

    /** Random bits tried in the newest shard before the next one is opened: it is then nearly full. */
    private static final int TRIES_IN_A_SHARD = 16;

    private final Pool pool;
    private final RandomGenerator random;

    /**
     * Over a pool.
     *
     * @param random must not be guessable: the bits are published
     */
    PgCredentials(Pool pool, RandomGenerator random) {
        this.pool = pool;
        this.random = random;
    }

    @Override
    public Future<Credential> add(
            NewCredential fresh,
            Issuer issuer,
            CredentialType type,
            @Nullable String holderRef,
            Instant expiresAt,
            By by) {
        return withFreeBit(
                        bit -> one(
                                ADD,
                                by.after(Tuple.of(
                                                fresh.id().text(),
                                                type.name(),
                                                holderRef,
                                                time(expiresAt),
                                                bit >> SHARD_BITS)
                                        .addValue(bit & (1 << SHARD_BITS) - 1)
                                        .addValue(hex(fresh.kid()))
                                        .addValue(time(fresh.notBefore()))
                                        .addValue(claimHash(fresh))
                                        .addValue(issuer.placeId())
                                        .addValue(issuer.operatorId()))),
                        0)
                .map(Optional::orElseThrow);
    }

    @Override
    public Future<Optional<Credential>> replace(CredentialId id, NewCredential successor, By by) {
        return withFreeBit(
                bit -> one(
                        REPLACE,
                        by.after(Tuple.of(
                                        id.text(),
                                        successor.id().text(),
                                        bit >> SHARD_BITS,
                                        bit & (1 << SHARD_BITS) - 1)
                                .addValue(hex(successor.kid()))
                                .addValue(time(successor.notBefore()))
                                .addValue(claimHash(successor)))),
                0);
    }

    @Override
    public Future<Optional<Credential>> find(CredentialId id) {
        return one(FIND, Tuple.of(id.text()));
    }

    @Override
    public Future<Optional<Credential>> findByClaim(ClaimToken token) {
        return one(FIND_BY_CLAIM, Tuple.of(Buffer.buffer(token.sha256())));
    }

    @Override
    public Future<List<Credential>> list(@Nullable String holderRef, Page page) {
        Cursor after = page.after();
        OffsetDateTime time = after == null ? null : time(after.time());
        String id = after == null ? "" : after.id();
        return (holderRef == null
                        ? pool.preparedQuery(LIST).execute(Tuple.of(time, id, page.rows()))
                        : pool.preparedQuery(LIST_OF_HOLDER).execute(Tuple.of(holderRef, time, id, page.rows())))
                .map(PgCredentials::credentials);
    }

    @Override
    public Future<List<Credential>> listOfKey(String kid, @Nullable String holderRef, Page page) {
        Cursor after = page.after();
        Tuple arguments = Tuple.of(
                kid,
                holderRef,
                after == null ? null : time(after.time()),
                after == null ? "" : after.id(),
                page.rows());
        return pool.preparedQuery(LIST_OF_KEY)
                .execute(arguments)
                .map(PgCredentials::credentials)
                .compose(signed -> signed.isEmpty()
                        ? pool.preparedQuery(LIST_OF_EPOCH).execute(arguments).map(PgCredentials::credentials)
                        : Future.succeededFuture(signed));
    }

    @Override
    public Future<List<Credential>> listOfIssuers(
            Collection<String> placeIds, @Nullable String operatorId, @Nullable String holderRef, Page page) {
        Cursor after = page.after();
        Tuple arguments = Tuple.of(placeIds.toArray(String[]::new), operatorId);
        if (holderRef != null) {
            arguments.addValue(holderRef);
        }
        arguments
                .addValue(after == null ? null : time(after.time()))
                .addValue(after == null ? "" : after.id())
                .addValue(page.rows());
        return pool.preparedQuery(holderRef == null ? LIST_OF_ISSUERS : LIST_OF_ISSUERS_OF_HOLDER)
                .execute(arguments)
                .map(PgCredentials::credentials);
    }

    @Override
    public Future<List<String>> placesOfRights(CredentialId root) {
        return pool.preparedQuery(PLACES_OF_RIGHTS)
                .execute(Tuple.of(root.text()))
                .map(rows -> {
                    List<String> places = new ArrayList<>(rows.size());
                    rows.forEach(row -> places.add(row.getString("place_id")));
                    return places;
                });
    }

    @Override
    public Future<Optional<Credential>> revoke(CredentialId id, Instant now, By by) {
        return one(REVOKE, Tuple.of(id.text(), by.reason(), time(now), by.keyId()));
    }

    @Override
    public Future<Boolean> relink(CredentialId id, ClaimToken token, Instant now) {
        return pool.preparedQuery(RELINK)
                .execute(Tuple.of(id.text(), Buffer.buffer(token.sha256()), time(now)))
                .map(rows -> rows.size() > 0);
    }

    @Override
    public Future<Optional<Credential>> findByRecovery(RecoveryHash recovery) {
        return one(FIND_BY_RECOVERY, Tuple.of(Buffer.buffer(recovery.bytes())));
    }

    @Override
    public Future<Optional<Credential>> claim(
            ClaimToken token, DeviceKey device, @Nullable RecoveryHash recovery, Kid kid, Instant now) {
        return one(
                        CLAIM,
                        Tuple.of(
                                Buffer.buffer(token.sha256()),
                                Buffer.buffer(device.compressed()),
                                kid.hex(),
                                time(now),
                                recovery == null ? null : Buffer.buffer(recovery.bytes())))
                .recover(failure -> Future.failedFuture(
                        PgFailure.breaks(failure, "credential_recovery_key")
                                ? Problem.invalid("/recoveryHash", "is another credential's")
                                : failure));
    }

    /**
     * Writes with a random bit of the newest shard, again while another credential has it, then with one of the next.
     *
     * @param write given the bit, counted from the newest shard's first
     */
    private Future<Optional<Credential>> withFreeBit(LongFunction<Future<Optional<Credential>>> write, int tries) {
        long bit = random.nextInt(1 << SHARD_BITS) + (tries < TRIES_IN_A_SHARD ? 0 : 1L << SHARD_BITS);
        return write.apply(bit)
                .recover(failure ->
                        PgFailure.breaks(failure, "credential_status_index_key") && tries < 2 * TRIES_IN_A_SHARD
                                ? withFreeBit(write, tries + 1)
                                : Future.failedFuture(failure));
    }

    private Future<Optional<Credential>> one(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).map(rows -> credentials(rows).stream()
                .findFirst());
    }

    private static List<Credential> credentials(RowSet<Row> rows) {
        List<Credential> out = new ArrayList<>(rows.size());
        rows.forEach(row -> out.add(credential(row)));
        return out;
    }

    private static Credential credential(Row row) {
        String kid = row.getString("kid");
        Buffer device = row.getBuffer("device_key");
        String replaces = row.getString("replaces");
        return new Credential(
                new CredentialId(row.getString("id")),
                new CredentialId(row.getString("root_id")),
                CredentialType.valueOf(row.getString("type")),
                row.getString("holder_ref"),
                CredentialStatus.valueOf(row.getString("status")),
                row.getLong("status_index"),
                kid == null ? null : Kid.ofHex(kid),
                row.getOffsetDateTime("not_before").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                device == null ? null : DeviceKey.ofCompressed(device.getBytes()),
                instant(row.getOffsetDateTime("claimed_at")),
                replaces == null ? null : new CredentialId(replaces),
                instant(row.getOffsetDateTime("revoked_at")),
                row.getString("revoke_reason"),
                row.getOffsetDateTime("created_at").toInstant(),
                new Issuer(row.getString("issuer_place_id"), row.getString("issuer_operator_id")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String hex(@Nullable Kid kid) {
        return kid == null ? null : kid.hex();
    }

    private static @Nullable Buffer claimHash(NewCredential fresh) {
        ClaimToken claim = fresh.claim();
        return claim == null ? null : Buffer.buffer(claim.sha256());
    }
}
