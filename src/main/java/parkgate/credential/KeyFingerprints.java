package parkgate.credential;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parkgate.postgres.SqlFile;
import parkgate.signing.KeyFingerprint;

/** Keeps instances of one database on one key file: PostgreSQL remembers the fingerprint of each key. */
public final class KeyFingerprints {
    private static final String LOCK = SqlFile.load("credential/fingerprints_lock.sql");
    private static final String ALL = SqlFile.load("credential/fingerprints.sql");
    private static final String ADD = SqlFile.load("credential/fingerprint_add.sql");

    private KeyFingerprints() {}

    /**
     * Enters the keys' fingerprints where the database knows none for their purpose yet.
     *
     * @return why this instance must not start, as one line: its file has a key that is not the database's, or lacks a
     *     newer TOTP epoch that the database knows (older ones may be retired)
     */
    public static Future<Optional<String>> mismatch(Pool pool, List<KeyFingerprint> ours) {
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .compose(locked -> connection.query(ALL).execute())
                .compose(rows -> {
                    Set<String> purposes = new HashSet<>();
                    Set<KeyFingerprint> known = new HashSet<>();
                    rows.forEach(row -> {
                        purposes.add(row.getString("purpose"));
                        known.add(new KeyFingerprint(
                                row.getString("purpose"), row.getString("kid"), row.getString("fingerprint")));
                    });
                    for (KeyFingerprint key : ours) {
                        if (purposes.contains(key.purpose()) && !known.contains(key)) {
                            return Future.succeededFuture(Optional.of(line(key)));
                        }
                    }
                    Optional<KeyFingerprint> lacking = lacking(known, ours);
                    if (lacking.isPresent()) {
                        return Future.succeededFuture(Optional.of(lackingLine(lacking.get())));
                    }
                    return add(
                                    connection,
                                    ours.stream()
                                            .filter(key -> !purposes.contains(key.purpose()))
                                            .map(key -> Tuple.of(key.purpose(), key.kid(), key.fingerprint()))
                                            .toList())
                            .map(Optional.empty());
                }));
    }

    /** A TOTP epoch that is not in the file though an older one is: a file from before it, not one that retired it. */
    private static Optional<KeyFingerprint> lacking(Set<KeyFingerprint> known, List<KeyFingerprint> ours) {
        return known.stream()
                .filter(key -> ours.stream().noneMatch(one -> one.purpose().equals(key.purpose())))
                .filter(key -> ours.stream().anyMatch(one -> one.isOfEarlierEpochThan(key)))
                .findFirst();
    }

    private static Future<?> add(SqlConnection connection, List<Tuple> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : connection.preparedQuery(ADD).executeBatch(rows);
    }

    private static String line(KeyFingerprint key) {
        return "the key file's " + key.purpose() + " key " + key.kid()
                + " is not the one this database knows: use the KEY_FILE of the instances that run on it";
    }

    private static String lackingLine(KeyFingerprint key) {
        return "the key file has no " + key.purpose() + " key " + key.kid()
                + ", which this database knows: use the KEY_FILE of the instances that run on it";
    }
}
