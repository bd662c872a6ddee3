package parkgate.staff;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.AuditEntry;
import parkgate.audit.AuditTrail;
import parkgate.audit.By;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Role;
import parkgate.postgres.PgFailure;
import parkgate.postgres.SqlFile;

/** Accounts, sessions and tries in PostgreSQL. */
final class PgStaff implements SessionStore {
    /** Sessions of one person; of more, the oldest end. */
    static final int MAX_SESSIONS = 10;

    private static final String TRY = SqlFile.load("staff/try.sql");
    private static final String LOCKED = SqlFile.load("staff/locked.sql");
    private static final String FORGIVE = SqlFile.load("staff/forgive.sql");
    private static final String FORGET = SqlFile.load("staff/forget.sql");
    private static final String BY_NAME = SqlFile.load("staff/by_name.sql");
    private static final String GET = SqlFile.load("staff/get.sql");
    private static final String MAKE = SqlFile.load("staff/make.sql");
    private static final String LIST = SqlFile.load("staff/list.sql");
    private static final String SET_PASSWORD = SqlFile.load("staff/set_password.sql");
    private static final String DELETE = SqlFile.load("staff/delete.sql");
    private static final String OPEN = SqlFile.load("staff/open_session.sql");
    private static final String DROP_OLDEST = SqlFile.load("staff/drop_oldest.sql");
    private static final String USE = SqlFile.load("staff/use_session.sql");
    private static final String END = SqlFile.load("staff/end_session.sql");
    private static final String END_ALL = SqlFile.load("staff/end_sessions.sql");
    private static final String END_KEYS = SqlFile.load("staff/end_keys.sql");
    private static final String TELL = SqlFile.load("staff/tell.sql");

    private final Pool pool;
    private final Supplier<UUID> ids;

    PgStaff(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** There is no such place to bind an account to. */
    static final class NoSuchPlace extends RuntimeException {
        NoSuchPlace() {
            super("there is no such place", null, false, false);
        }
    }

    /** Somebody who can sign in has this name. */
    static final class NameTaken extends RuntimeException {
        NameTaken() {
            super("somebody has this name", null, false, false);
        }
    }

    /**
     * What became of a try before its password is looked at.
     *
     * @param in whether it may be looked at
     * @param waits how long the name is locked from now on; zero: it is not
     */
    record Try(boolean in, Duration waits) {}

    /** Counts a try under a name, known or not, as it is compared, or under a browser's mark. */
    Future<Try> count(String tries, Instant now) {
        Buffer key = key(tries);
        return pool.preparedQuery(TRY).execute(Tuple.of(key, at(now))).compose(counted -> {
            if (counted.size() > 0) {
                return Future.succeededFuture(new Try(true, wait(counted, now)));
            }
            return pool.preparedQuery(LOCKED)
                    .execute(Tuple.of(key))
                    .map(locked -> new Try(false, locked.size() == 0 ? Duration.ZERO : wait(locked, now)));
        });
    }

    private static Duration wait(RowSet<Row> rows, Instant now) {
        Instant until = instant(rows.iterator().next(), "locked_until");
        return until == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    }

    /** Forgets the tries under it: the password was right. */
    Future<Void> forgive(String tries) {
        return pool.preparedQuery(FORGIVE).execute(Tuple.of(key(tries))).mapEmpty();
    }

    private static Buffer key(String tries) {
        return Buffer.buffer(SessionToken.sha256(tries));
    }

    Future<Optional<Account>> byName(String name) {
        return pool.preparedQuery(BY_NAME).execute(Tuple.of(Account.key(name))).map(PgStaff::first);
    }

    Future<Optional<Account>> get(String staffId) {
        return pool.preparedQuery(GET).execute(Tuple.of(staffId)).map(PgStaff::first);
    }

    /** Opens a session for whoever has shown the password; empty when that is not it any more. */
    Future<Optional<Session>> open(Account who, String token, Instant now) {
        return pool.withTransaction(tx -> insert(tx, who, String.valueOf(who.passwordHash()), token, now)
                .compose(session -> session.isEmpty()
                        ? Future.succeededFuture(session)
                        : tx.preparedQuery(DROP_OLDEST)
                                .execute(Tuple.of(who.id(), MAX_SESSIONS))
                                .compose(x -> note(tx, "staff.signed-in", who, now))
                                .map(session)));
    }

    private static Future<Optional<Session>> insert(SqlClient tx, Account who, String hash, String token, Instant now) {
        Instant end = now.plus(Session.LIFE);
        return tx.preparedQuery(OPEN)
                .execute(Tuple.of(Buffer.buffer(SessionToken.sha256(token)), who.id(), hash, at(now), at(end)))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(new Session(who, end)));
    }

    private Future<Void> note(SqlClient tx, String action, Account who, Instant now) {
        return AuditTrail.write(
                tx,
                new AuditEntry(
                        ids.get(), now, action, "STAFF", who.id(), who.placeId(), who.id(), null, new JsonObject()));
    }

    /** Forgets some of what is over. */
    Future<Void> forget(Instant now) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(at(now))).mapEmpty();
    }

    @Override
    public Future<Optional<Session>> use(byte[] tokenSha256, Instant now) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(Buffer.buffer(tokenSha256), at(now), (int) Session.IDLE.toSeconds()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(new Session(
                            account(row), row.getOffsetDateTime("expires_at").toInstant()));
                });
    }

    /** Ends one session. */
    Future<Void> end(Account who, String token, Instant now) {
        return pool.withTransaction(tx -> tx.preparedQuery(END)
                .execute(Tuple.of(Buffer.buffer(SessionToken.sha256(token))))
                .compose(ended -> ended.size() == 0
                        ? Future.succeededFuture()
                        : note(tx, "staff.signed-out", who, now).compose(x -> tell(tx, who.id()))));
    }

    /** Makes an account. Fails with {@link NoSuchPlace} or {@link NameTaken}. */
    Future<Void> make(Account who, By by) {
        return pool.preparedQuery(MAKE)
                .execute(by.after(Tuple.of(
                        who.id(),
                        who.name(),
                        who.role().name(),
                        who.placeId(),
                        who.operatorId(),
                        who.passwordHash(),
                        at(who.createdAt()),
                        at(who.firstUntil()))))
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        PgFailure.breaks(failure, "staff_name")
                                ? new NameTaken()
                                : PgFailure.breaks(failure, "staff_place_id_fkey") ? new NoSuchPlace() : failure));
    }

    Future<List<Account>> list(@Nullable String placeId, @Nullable String operatorId, Page page) {
        Cursor after = page.after();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        placeId,
                        operatorId,
                        after == null ? null : at(after.time()),
                        after == null ? null : after.id(),
                        page.rows()))
                .map(rows -> {
                    List<Account> accounts = new ArrayList<>(rows.size());
                    rows.forEach(row -> accounts.add(account(row)));
                    return accounts;
                });
    }

    /**
     * Gives a person who has shown the present password another, ends all sessions, and opens one; empty when the present one is
     * not it any more.
     */
    Future<Optional<Session>> changePassword(Account who, String hash, String token, Instant now, By by) {
        Account after = new Account(
                who.id(),
                who.name(),
                who.role(),
                who.placeId(),
                who.operatorId(),
                hash,
                null,
                who.createdAt(),
                now,
                null);
        return pool.withTransaction(tx -> setPassword(tx, who, who.passwordHash(), hash, null, now, by)
                .compose(changed -> changed
                        ? insert(tx, after, hash, token, now)
                                .compose(session -> tell(tx, who.id()).map(session))
                        : Future.succeededFuture(Optional.empty())));
    }

    /** Gives an account a first password, ends all its sessions; false when it was deleted. */
    Future<Boolean> resetPassword(Account who, String hash, Instant now, Instant until, By by) {
        return pool.withTransaction(tx -> setPassword(tx, who, null, hash, until, now, by)
                .compose(changed -> changed ? tell(tx, who.id()).map(true) : Future.succeededFuture(false)));
    }

    private static Future<Boolean> setPassword(
            SqlClient tx,
            Account who,
            @Nullable String present,
            String hash,
            @Nullable Instant until,
            Instant now,
            By by) {
        return tx.preparedQuery(SET_PASSWORD)
                .execute(by.after(Tuple.of(who.id(), present, hash, at(now), at(until))))
                .compose(changed -> changed.size() == 0
                        ? Future.succeededFuture(false)
                        : tx.preparedQuery(END_ALL)
                                .execute(Tuple.of(who.id()))
                                .compose(x -> tx.preparedQuery(FORGIVE).execute(Tuple.of(key(Account.key(who.name())))))
                                .map(true));
    }

    /**
     * Deletes an account and ends its sessions; one that is deleted stays so.
     *
     * @param endsKeys whether the ops and api keys that it made end with it
     */
    Future<Void> delete(Account who, boolean endsKeys, Instant now, By by) {
        return pool.withTransaction(tx -> tx.preparedQuery(DELETE)
                .execute(by.after(Tuple.of(who.id(), at(now))))
                .compose(deleted -> deleted.size() == 0
                        ? Future.succeededFuture()
                        : tx.preparedQuery(END_ALL)
                                .execute(Tuple.of(who.id()))
                                .compose(x -> endsKeys ? endKeys(tx, who, by) : Future.succeededFuture())
                                .compose(x -> tell(tx, who.id()))));
    }

    private static Future<Void> endKeys(SqlClient tx, Account who, By by) {
        return tx.preparedQuery(END_KEYS).execute(by.after(Tuple.of(who.id()))).mapEmpty();
    }

    private static Future<Void> tell(SqlClient tx, String staffId) {
        return tx.preparedQuery(TELL).execute(Tuple.of(staffId)).mapEmpty();
    }

    private static Optional<Account> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(account(rows.iterator().next()));
    }

    /** Of a whole row, or of as much as a session needs. */
    private static Account account(Row row) {
        boolean whole = row.getColumnIndex("password_hash") >= 0;
        return new Account(
                row.getString("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getString("place_id"),
                row.getString("operator_id"),
                whole ? row.getString("password_hash") : null,
                instant(row, "password_until"),
                row.getOffsetDateTime("created_at").toInstant(),
                whole ? instant(row, "signed_in_at") : null,
                whole ? instant(row, "deleted_at") : null);
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
