package parkgate.right;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.access.RightsAtLot;
import parkgate.postgres.SqlFile;
import parkgate.right.PgRights.MayFollow;

/** Files of rights in PostgreSQL: all of a file's rights are given in one transaction, or none. */
final class PgImports {
    private static final String START = SqlFile.load("right/import_start.sql");
    private static final String TOUCH = SqlFile.load("right/import_touch.sql");
    private static final String GET = SqlFile.load("right/import_get.sql");
    private static final String TURN = SqlFile.load("right/import_turn.sql");
    private static final String LOOK = SqlFile.load("right/import_look.sql");
    private static final String GIVE = SqlFile.load("right/import_give.sql");
    private static final String VERSIONS = SqlFile.load("right/import_versions.sql");

    /** Rights of one statement. */
    private static final int CHUNK = 1_000;

    private final Pool pool;
    private final Supplier<UUID> ids;

    PgImports(Pool pool, Supplier<UUID> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** What a job says of itself. */
    enum State {
        APPLYING,
        DONE,
        REFUSED,
        FAILED
    }

    /** A job as it stands. */
    record Job(
            UUID id,
            String keyId,
            State state,
            int rights,
            int applied,
            JsonArray errors,
            int errorCount,
            Instant createdAt,
            Instant touchedAt) {}

    /** Lines of the file ask for what cannot be; nothing was given. */
    static final class Refused extends RuntimeException {
        Refused() {
            super("refused", null, false, false);
        }
    }

    Future<Void> start(UUID id, String keyId, State state, ImportFile file, Instant now) {
        return pool.preparedQuery(START)
                .execute(Tuple.of(
                        id,
                        keyId,
                        state.name(),
                        file.rows().size(),
                        errors(file),
                        file.errorCount(),
                        RightRow.time(now)))
                .mapEmpty();
    }

    Future<Void> touch(UUID id, State state, int applied, ImportFile file, Instant now) {
        return pool.preparedQuery(TOUCH)
                .execute(Tuple.of(id, state.name(), applied, errors(file), file.errorCount(), RightRow.time(now)))
                .mapEmpty();
    }

    Future<Optional<Job>> get(UUID id) {
        return pool.preparedQuery(GET)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(job(id, rows.iterator().next())));
    }

    private static Job job(UUID id, Row row) {
        return new Job(
                id,
                row.getString("key_id"),
                State.valueOf(row.getString("state")),
                row.getInteger("rights"),
                row.getInteger("applied"),
                row.getJsonArray("errors"),
                row.getInteger("error_count"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("touched_at").toInstant());
    }

    private static JsonArray errors(ImportFile file) {
        JsonArray errors = new JsonArray();
        file.errors()
                .forEach(error -> errors.add(new JsonObject()
                        .put("line", error.line())
                        .put("field", error.field())
                        .put("detail", error.detail())));
        return errors;
    }

    /**
     * Gives all of a file's rights, and says DONE with them.
     *
     * @param progress is told how many are written
     * @return fails with {@link Refused} when lines ask for what cannot be; the file then holds their errors
     */
    Future<Void> apply(UUID id, ImportFile file, MayFollow mayFollow, Instant now, By by, Progress progress) {
        return pool.withTransaction(tx -> tx.preparedQuery(TURN)
                .execute()
                .compose(x -> roots(tx, file, mayFollow, now))
                .compose(roots -> give(tx, id, file.rows(), roots, now, by, progress)));
    }

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        Future<Void> written(int rights);
    }

    /** The roots of the file's credentials, locked; where a line cannot be, it is noted, and the whole refused. */
    private static Future<Map<String, String>> roots(
            SqlConnection tx, ImportFile file, MayFollow mayFollow, Instant now) {
        List<String> named = file.rows().stream()
                .map(ImportFile.Row::credentialId)
                .distinct()
                .sorted()
                .toList();
        Map<String, Holder> holders = new HashMap<>();
        Future<Void> looked = Future.succeededFuture();
        for (List<String> chunk : chunks(named)) {
            looked = looked.compose(x -> tx.preparedQuery(LOOK)
                    .execute(Tuple.of(chunk.toArray(String[]::new), RightRow.time(now)))
                    .map(rows -> {
                        rows.forEach(row -> holders.put(row.getString("named"), holder(row, mayFollow)));
                        return null;
                    }));
        }
        return looked.map(x -> check(file, holders, now));
    }

    /**
     * Whom a credential's rights belong to.
     *
     * @param held rights of the root that have not ended
     */
    private record Holder(String root, boolean mayBeNamed, int held) {}

    private static Holder holder(Row row, MayFollow mayFollow) {
        boolean mayBeNamed = !row.getBoolean("replaced")
                || mayFollow.follow(row.getString("issuer_place_id"), row.getString("issuer_operator_id"));
        return new Holder(row.getString("root"), mayBeNamed, row.getInteger("held"));
    }

    private static Map<String, String> check(ImportFile file, Map<String, Holder> holders, Instant now) {
        Map<String, String> roots = new HashMap<>();
        Map<String, Integer> held = new HashMap<>();
        for (ImportFile.Row row : file.rows()) {
            Holder holder = holders.get(row.credentialId());
            if (holder == null) {
                file.error(row.line(), "credentialId", "there is no such credential");
            } else if (!holder.mayBeNamed()) {
                file.error(row.line(), "credentialId", "another credential was issued in its place");
            } else {
                roots.put(row.credentialId(), holder.root());
                Instant until = row.terms().until();
                int counted = until == null || until.isAfter(now) ? 1 : 0;
                int sum = held.merge(holder.root(), holder.held() + counted, (a, b) -> a + counted);
                if (sum > RightsAtLot.MAX_RIGHTS) {
                    file.error(
                            row.line(),
                            "credentialId",
                            "would hold more than " + RightsAtLot.MAX_RIGHTS + " rights that have not ended");
                }
            }
        }
        if (file.errorCount() > 0) {
            throw new Refused();
        }
        return roots;
    }

    private Future<Void> give(
            SqlConnection tx,
            UUID importId,
            List<ImportFile.Row> rows,
            Map<String, String> roots,
            Instant now,
            By by,
            Progress progress) {
        List<UUID> given = new ArrayList<>(rows.size());
        Future<Void> giving = Future.succeededFuture();
        for (List<ImportFile.Row> chunk : chunks(rows)) {
            giving = giving.compose(x -> {
                        List<UUID> fresh = chunk.stream().map(row -> ids.get()).toList();
                        given.addAll(fresh);
                        return tx.preparedQuery(GIVE).execute(by.after(arguments(fresh, chunk, roots)));
                    })
                    .compose(x -> progress.written(given.size()));
        }
        // In their order, as everybody who writes changes of several roots.
        String[] changed = new TreeMap<>(inverse(roots)).keySet().toArray(String[]::new);
        return giving.compose(x -> tx.preparedQuery(VERSIONS)
                        .execute(Tuple.of(given.toArray(UUID[]::new), changed, importId, RightRow.time(now))))
                .map(done -> {
                    if (done.iterator().next().getInteger("rights") != rows.size()) {
                        throw new IllegalStateException("not every right of the file was given");
                    }
                    return null;
                });
    }

    private static Map<String, String> inverse(Map<String, String> roots) {
        Map<String, String> inverse = new HashMap<>();
        roots.forEach((named, root) -> inverse.put(root, named));
        return inverse;
    }

    private static Tuple arguments(List<UUID> ids, List<ImportFile.Row> rows, Map<String, String> roots) {
        return Tuple.tuple()
                .addValue(ids.toArray(UUID[]::new))
                .addValue(
                        rows.stream().map(row -> roots.get(row.credentialId())).toArray(String[]::new))
                .addValue(rows.stream().map(ImportFile.Row::placeId).toArray(String[]::new))
                .addValue(rows.stream().map(row -> row.terms().type().name()).toArray(String[]::new))
                .addValue(rows.stream().map(row -> ms(row.terms().from())).toArray(Long[]::new))
                .addValue(rows.stream().map(row -> ms(row.terms().until())).toArray(Long[]::new))
                .addValue(rows.stream()
                        .map(row -> Recurring.json(row.terms().windows()).encode())
                        .toArray(String[]::new))
                .addValue(rows.stream().map(row -> row.terms().poolId()).toArray(String[]::new))
                .addValue(rows.stream().map(row -> row.terms().offline().name()).toArray(String[]::new));
    }

    private static @Nullable Long ms(@Nullable Instant at) {
        return at == null ? null : (Long) at.toEpochMilli();
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }
}
