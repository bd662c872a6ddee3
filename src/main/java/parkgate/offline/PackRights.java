package parkgate.offline;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import parkgate.core.access.LotRules;
import parkgate.postgres.SqlFile;

/**
 * The rights that count at a lot, as JSON, for all of its lanes: read from PostgreSQL page by page when they have changed,
 * and kept. Lanes that ask at the same time share one reading.
 */
final class PackRights {
    /** Rights of one pack; of more, those of the lot itself come first, then its district's, then its city's. */
    static final int MAX_RIGHTS = 50_000;

    private static final int PAGE = 1_000;

    /** Kept at one instance, bytes of text. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final long READ_MS = 5_000;
    private static final OffsetDateTime NEWEST = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final UUID LAST = new UUID(-1, -1);
    private static final String RIGHTS = SqlFile.load("offline/pack_rights.sql");
    private static final String COUNT = SqlFile.load("offline/count_rights.sql");

    private final Vertx vertx;
    private final Pool pool;
    private final PackVersions versions;
    private final InstantSource clock;
    private final int mostRights;
    private final AsyncCache<String, Part> parts = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(KEPT_BYTES)
            .weigher((String lotId, Part part) -> part.entries().length() + 256)
            .buildAsync();

    /**
     * The rights of one lot.
     *
     * @param version that they hold at least
     * @param entries JSON objects, joined by commas
     * @param leftOut how many there are beyond the bound
     */
    record Part(long version, Instant readAt, String entries, long leftOut) {}

    PackRights(Vertx vertx, Pool pool, PackVersions versions, InstantSource clock, int mostRights) {
        this.vertx = vertx;
        this.pool = pool;
        this.versions = versions;
        this.clock = clock;
        this.mostRights = mostRights;
    }

    /** The rights with every change up to this version; who joins a reading that began before asks once more. */
    Future<Part> atLeast(long version, LotRules rules) {
        return of(rules)
                .compose(part -> part.version() >= version ? Future.succeededFuture(part) : of(rules))
                .compose(part -> part.version() >= version
                        ? Future.succeededFuture(part)
                        : Future.failedFuture(new Turns.TooMany()));
    }

    private Future<Part> of(LotRules rules) {
        long version = versions.ofRights(rules);
        Instant now = clock.instant();
        CompletableFuture<Part> part = parts.asMap()
                .compute(
                        rules.lotId(),
                        (lotId, kept) -> kept != null && isGood(kept, version, now)
                                ? kept
                                : read(rules, version, now).toCompletionStage().toCompletableFuture());
        return Future.fromCompletionStage(part, vertx.getOrCreateContext());
    }

    /** One that is being read is joined where it will hold this change; what ends by itself is read anew after a while. */
    private static boolean isGood(CompletableFuture<Part> kept, long version, Instant now) {
        if (!kept.isDone()) {
            return true; // whoever needs a later one asks again
        }
        if (kept.isCompletedExceptionally()) {
            return false;
        }
        Part part = kept.join();
        return part.version() >= version && part.readAt().plus(Packs.REMADE).isAfter(now);
    }

    private Future<Part> read(LotRules rules, long version, Instant now) {
        StringBuilder entries = new StringBuilder();
        return read(rules, 0, NEWEST, LAST, now, entries, 0)
                .compose(rights -> rights < mostRights
                        ? Future.succeededFuture(new Part(version, now, entries.toString(), 0))
                        : pool.preparedQuery(COUNT)
                                .execute(Tuple.tuple()
                                        .addArrayOfString(rules.placeIds().toArray(String[]::new))
                                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                                .timeout(READ_MS, TimeUnit.MILLISECONDS)
                                .map(rows -> new Part(
                                        version,
                                        now,
                                        entries.toString(),
                                        Math.max(0, rows.iterator().next().getLong("rights") - rights))));
    }

    /** Reads on, from place to place; how many there are by then. */
    private Future<Integer> read(
            LotRules rules,
            int place,
            OffsetDateTime before,
            UUID beforeId,
            Instant now,
            StringBuilder entries,
            int rights) {
        List<String> places = rules.placeIds();
        int most = Math.min(PAGE, mostRights - rights);
        if (place == places.size() || most == 0) {
            return Future.succeededFuture(rights);
        }
        return pool.preparedQuery(RIGHTS)
                .execute(Tuple.of(places.get(place), now.atOffset(ZoneOffset.UTC), before, beforeId, most))
                .timeout(READ_MS, TimeUnit.MILLISECONDS)
                .compose(rows -> {
                    OffsetDateTime last = before;
                    UUID lastId = beforeId;
                    for (Row row : rows) {
                        entries.append(entries.isEmpty() ? "" : ",").append(row.getString("entry"));
                        last = row.getOffsetDateTime("created_at");
                        lastId = row.getUUID("id");
                    }
                    int all = rights + rows.size();
                    return rows.size() < most
                            ? read(rules, place + 1, NEWEST, LAST, now, entries, all)
                            : read(rules, place, last, lastId, now, entries, all);
                });
    }
}
