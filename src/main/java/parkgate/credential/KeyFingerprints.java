package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parkgate.postgres.SqlFile;
import parkgate.signing.KeyFingerprint;
import parkgate.signing.KeyState;

/**
 * Keeps instances of one database on one key file: PostgreSQL remembers the fingerprint of each key, and how far it has
 * come. A file may be ahead of that, never behind and never another.
 */
public final class KeyFingerprints {
    private static final String LOCK = SqlFile.load("credential/fingerprints_lock.sql");
    private static final String ALL = SqlFile.load("credential/fingerprints.sql");
    private static final String ADD = SqlFile.load("credential/fingerprint_add.sql");
    private static final String RAISE = SqlFile.load("credential/key_set_raise.sql");
    private static final String USE_THEIRS = ": use the KEY_FILE of the instances that run on it";

    private KeyFingerprints() {}

    /**
     * Enters what the file has and the database does not know yet.
     *
     * @return why an instance must not use this file, as one line: it lacks a key that the database knows (older TOTP epochs
     *     may be gone), has another one under its name, or still uses one that is retired or compromised
     */
    public static Future<Optional<String>> mismatch(Pool pool, List<KeyFingerprint> ours) {
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .compose(locked -> known(connection))
                .compose(known -> {
                    Optional<String> why = known.aheadOf(ours);
                    if (why.isPresent()) {
                        return Future.succeededFuture(why);
                    }
                    List<KeyFingerprint> news = ours.stream()
                            .filter(key -> !known.keys().contains(key))
                            .toList();
                    return add(connection, news).map(Optional.empty());
                }));
    }

    /**
     * What PostgreSQL knows of every key.
     *
     * @param version of the published keys that this makes; 0 while it knows none
     */
    record Known(List<KeyFingerprint> keys, long version) {
        /** True when a file has the same keys to publish, as far on as here. */
        boolean publishesWhat(List<KeyFingerprint> ours) {
            return published(keys).equals(published(ours));
        }

        /** What the database knows and a file does not, as one line. */
        Optional<String> aheadOf(List<KeyFingerprint> ours) {
            return keys.stream().flatMap(key -> behind(key, ours).stream()).findFirst();
        }

        private static Set<KeyFingerprint> published(List<KeyFingerprint> keys) {
            return keys.stream().filter(KeyFingerprint::isOfPublicKey).collect(Collectors.toSet());
        }
    }

    /** What PostgreSQL knows now. */
    static Future<Known> known(SqlClient client) {
        return client.query(ALL).execute().map(rows -> {
            List<KeyFingerprint> known = new ArrayList<>();
            long version = 0;
            for (Row row : rows) {
                known.add(new KeyFingerprint(
                        row.getString("purpose"),
                        row.getString("kid"),
                        row.getString("fingerprint"),
                        KeyState.valueOf(row.getString("state"))));
                version = row.getLong("version");
            }
            return new Known(known, version);
        });
    }

    private static Optional<String> behind(KeyFingerprint known, List<KeyFingerprint> ours) {
        for (KeyFingerprint key : ours) {
            if (key.isOfSameKeyAs(known)) {
                return key.state().compareTo(known.state()) >= 0
                        ? Optional.empty()
                        : Optional.of("the key file still uses " + name(known) + ", which is "
                                + known.state().word() + USE_THEIRS);
            }
        }
        boolean retiredByHand = ours.stream().anyMatch(known::isOfEarlierEpochThan)
                && ours.stream().noneMatch(key -> key.purpose().equals(known.purpose()));
        return retiredByHand
                ? Optional.empty()
                : Optional.of("the key file has not the " + name(known) + " that this database knows" + USE_THEIRS);
    }

    private static String name(KeyFingerprint key) {
        return key.purpose() + " key " + key.kid();
    }

    private static Future<?> add(SqlConnection connection, List<KeyFingerprint> keys) {
        return keys.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(ADD)
                        .executeBatch(keys.stream()
                                .map(key -> Tuple.of(
                                        key.purpose(),
                                        key.kid(),
                                        key.fingerprint(),
                                        key.state().name()))
                                .toList())
                        .compose(added -> connection.query(RAISE).execute());
    }
}
