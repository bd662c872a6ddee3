package parkgate.credential;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.postgres.Change;
import parkgate.postgres.SqlFile;

/**
 * This instance's own picture of how credentials stand, at most as old as its change feed, so that a scan asks nobody.
 *
 * <p>It keeps the exceptions alone: revoked, replaced and re-issued ones. Any other credential with a good signature is
 * ACTIVE under its own id. Of exceptions it keeps at most a fixed number; when they are more, those whose code has
 * expired go first (an entry refuses them by their dates), and when that is not enough it fails rather than forget a
 * revocation.
 */
public final class CredentialDirectory {
    /** Exceptions kept unless told otherwise: about 150 MB when full. */
    public static final int DEFAULT_MAX = 1_000_000;

    private static final int ROWS = 10_000;
    private static final String EXCEPTIONAL = SqlFile.load("credential/exceptional.sql");
    private static final String STANDING = SqlFile.load("credential/standing.sql");

    private final Pool pool;
    private final InstantSource clock;
    private final int max;
    private final Map<CredentialId, Entry> exceptions = new ConcurrentHashMap<>();
    private final StatusBits bits = new StatusBits();

    /** @param deadSince null while it is ACTIVE */
    private record Entry(
            Standing standing, Instant expiresAt, @Nullable Instant deadSince) {}

    /**
     * How a credential stands.
     *
     * @param root the first of its chain of re-issues: rights and sessions hang on that
     */
    public record Standing(CredentialStatus status, CredentialId root) {}

    public CredentialDirectory(Pool pool, InstantSource clock, int max, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
        this.max = max;
        Gauge.builder("parkgate_credential_exceptions", exceptions, Map::size)
                .description("Revoked, replaced and re-issued credentials in memory")
                .register(meters);
        Gauge.builder("parkgate_credential_exceptions_max", () -> max)
                .description("How many of them may be")
                .register(meters);
    }

    /** How a credential stands that carries a good signature. Answers at once, from any thread. */
    public Standing standing(CredentialId id) {
        Entry entry = exceptions.get(id);
        return entry == null ? new Standing(CredentialStatus.ACTIVE, id) : entry.standing();
    }

    /** The first of its chain of re-issues: itself unless it was re-issued. From any thread. */
    public CredentialId root(CredentialId id) {
        return standing(id).root();
    }

    /** REVOKED or REPLACED; null when it is neither. From any thread. */
    public @Nullable Reason fault(CredentialId id) {
        return switch (standing(id).status()) {
            case ACTIVE -> null;
            case REVOKED -> Reason.REVOKED;
            case REPLACED -> Reason.REPLACED;
        };
    }

    /** True when it is REVOKED or REPLACED, and has been since {@code then} at least. From any thread. */
    public boolean isDeadSince(CredentialId id, Instant then) {
        Entry entry = exceptions.get(id);
        Instant since = entry == null ? null : entry.deadSince();
        return since != null && !since.isAfter(then);
    }

    /** The same picture as the status list has it: a bit for each credential, kept by the same changes. */
    StatusBits bits() {
        return bits;
    }

    /** Reads all exceptions; once, at start. */
    public Future<Void> load() {
        return load("");
    }

    private Future<Void> load(String after) {
        return pool.preparedQuery(EXCEPTIONAL).execute(Tuple.of(after, ROWS)).compose(rows -> {
            String last = after;
            for (Row row : rows) {
                learn(row);
                last = row.getString("id");
            }
            makeRoom();
            return rows.size() < ROWS ? Future.succeededFuture() : load(last);
        });
    }

    /**
     * Takes in changes of {@link Change.Kind#CREDENTIAL}; may be repeated.
     *
     * @return fails when PostgreSQL does not answer, or when there are more exceptions than may be
     */
    public Future<Void> apply(List<Change> changes) {
        String[] ids = changes.stream().map(Change::subject).distinct().toArray(String[]::new);
        return pool.preparedQuery(STANDING).execute(Tuple.of(ids)).compose(rows -> {
            rows.forEach(this::learn);
            makeRoom();
            return Future.succeededFuture();
        });
    }

    private void learn(Row row) {
        CredentialId id = new CredentialId(row.getString("id"));
        Standing standing = new Standing(
                CredentialStatus.valueOf(row.getString("status")), new CredentialId(row.getString("root_id")));
        bits.set(row.getLong("status_index"), standing.status() != CredentialStatus.ACTIVE);
        if (standing.status() == CredentialStatus.ACTIVE && standing.root().equals(id)) {
            exceptions.remove(id);
        } else {
            OffsetDateTime dead = row.getOffsetDateTime("dead_since");
            exceptions.put(
                    id,
                    new Entry(
                            standing,
                            row.getOffsetDateTime("expires_at").toInstant(),
                            dead == null ? null : dead.toInstant()));
        }
    }

    private void makeRoom() {
        if (exceptions.size() <= max) {
            return;
        }
        Instant now = clock.instant();
        exceptions.values().removeIf(entry -> !entry.expiresAt().isAfter(now));
        if (exceptions.size() > max) {
            throw new IllegalStateException("more than " + max + " credentials are revoked, replaced or re-issued");
        }
    }
}
