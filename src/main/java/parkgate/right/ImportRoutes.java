package parkgate.right;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.audit.By;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.RequestBody;
import parkgate.http.Scope;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.right.PgImports.Job;
import parkgate.right.PgImports.State;

/**
 * {@code POST /v1/rights/import}, {@code GET /v1/rights/import/{importId}}: a file of rights, all of them or none. One at a time
 * at an instance.
 */
public final class ImportRoutes {
    /** Of a file. */
    public static final int MAX_BYTES = 8 << 20;

    /** A job that says APPLYING and was not touched for so long lost its instance, and with it its transaction. */
    static final Duration LOST_AFTER = Duration.ofMinutes(2);

    private static final Access ACCESS = Access.of(KeyKind.OPS, KeyKind.ADMIN);
    private static final String CSV = "text/csv";
    private static final int BUSY_SECONDS = 10;

    /** So long its sender waits for a file to be imported; then it is a job to be asked for, ms. */
    private static final long PATIENCE_MS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(ImportRoutes.class);

    private final Vertx vertx;
    private final PgImports stored;
    private final RightPlaces places;
    private final Scope scope;
    private final ChangeFeed feed;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final MeterRegistry metrics;
    private boolean busy;

    public ImportRoutes(
            Vertx vertx,
            Database database,
            RightPlaces places,
            PlaceTree tree,
            ChangeFeed feed,
            InstantSource clock,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.stored = new PgImports(database.pool(), ids);
        this.places = places;
        this.scope = new Scope(tree);
        this.feed = feed;
        this.clock = clock;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Answers these operations. */
    public void mount(Api api) {
        api.raw("importRights", ACCESS, this::take).on("getRightImport", ACCESS, this::get);
    }

    private void take(RoutingContext ctx) {
        requireCsv(ctx);
        if (busy) {
            throw Problem.unavailable("import-busy", "Another file is being imported", BUSY_SECONDS);
        }
        busy = true;
        Caller caller = Api.caller(ctx);
        By by = new By(caller.keyId(), ctx.request().getHeader(By.HEADER));
        UUID id = ids.get();
        RequestBody.read(ctx.request(), MAX_BYTES)
                .compose(body -> vertx.executeBlocking(() -> ImportFile.read(body)))
                .compose(file -> known(file, caller).compose(x -> begin(id, file, caller, by)))
                .onFailure(e -> busy = false)
                .onSuccess(job -> Api.answer(ctx, shown(job).with("Location", "/v1/rights/import/" + id)))
                .onFailure(ctx::fail);
    }

    private static void requireCsv(RoutingContext ctx) {
        String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String plain = type == null ? "" : type.replace(" ", "").toLowerCase(Locale.ROOT);
        if (!plain.equals(CSV) && !plain.equals(CSV + ";charset=utf-8")) {
            throw Problem.of(415, "unsupported-media-type", "The body must be text/csv");
        }
    }

    /** Places and pools of the file are there, and the key is for them. */
    private Future<Void> known(ImportFile file, Caller caller) {
        Map<String, Optional<RightPlaces.Known>> found = new HashMap<>();
        Future<Void> finding = Future.succeededFuture();
        for (String placeId :
                Set.copyOf(file.rows().stream().map(ImportFile.Row::placeId).toList())) {
            finding = finding.compose(x -> places.find(placeId).map(place -> {
                found.put(placeId, place);
                return null;
            }));
        }
        return finding.map(x -> {
            file.rows().forEach(row -> check(file, row, found.getOrDefault(row.placeId(), Optional.empty()), caller));
            return null;
        });
    }

    private void check(ImportFile file, ImportFile.Row row, Optional<RightPlaces.Known> place, Caller caller) {
        String poolId = row.terms().poolId();
        if (place.isEmpty()) {
            file.error(row.line(), "placeId", "there is no such place");
        } else if (!scope.covers(caller, row.placeId())) {
            file.error(row.line(), "placeId", "is not a place of this key");
        } else if (poolId != null && !place.get().poolIds().contains(poolId)) {
            file.error(row.line(), "poolId", "is not a pool of this place; only lots have pools");
        }
    }

    private Future<Job> begin(UUID id, ImportFile file, Caller caller, By by) {
        boolean refused = file.errorCount() > 0;
        Instant now = clock.instant();
        String keyId = String.valueOf(caller.keyId());
        return stored.start(id, keyId, refused ? State.REFUSED : State.APPLYING, file, now)
                .compose(x -> {
                    if (refused) {
                        ended(State.REFUSED);
                        return Future.succeededFuture();
                    }
                    // A short file is answered with what became of it.
                    return apply(id, file, caller, now, by)
                            .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                            .otherwiseEmpty();
                })
                .compose(x -> stored.get(id))
                .map(Optional::orElseThrow);
    }

    /** Succeeds when what became of it is noted. */
    private Future<Void> apply(UUID id, ImportFile file, Caller caller, Instant now, By by) {
        return stored.apply(
                        id,
                        file,
                        (place, operator) -> scope.coversBinding(caller, place, operator),
                        now,
                        by,
                        written -> stored.touch(id, State.APPLYING, written, file, clock.instant())
                                .otherwiseEmpty())
                .compose(x -> feed.applyOwn())
                .onSuccess(x -> ended(State.DONE))
                .recover(e -> {
                    State state = e instanceof PgImports.Refused ? State.REFUSED : State.FAILED;
                    if (state == State.FAILED) {
                        log.warn("a file of rights was not imported, none of it: {}", e.toString());
                    }
                    return stored.touch(id, state, 0, file, clock.instant())
                            .onFailure(away -> log.warn("and that is not noted: {}", away.toString()))
                            .onComplete(y -> ended(state));
                });
    }

    private void ended(State state) {
        busy = false;
        Counter.builder("parkgate_right_imports")
                .tag("state", state.name())
                .description("Files of rights, by what became of them")
                .register(metrics)
                .increment();
    }

    private Future<Reply> get(Call call) {
        UUID id;
        try {
            id = UUID.fromString(call.path("importId"));
        } catch (IllegalArgumentException notOne) {
            throw noSuchImport();
        }
        return stored.get(id).map(found -> {
            Job job = found.filter(one -> isOf(one, call.caller())).orElseThrow(ImportRoutes::noSuchImport);
            return shown(job);
        });
    }

    /** Whoever sent it, and an admin, may see it. */
    private static boolean isOf(Job job, Caller caller) {
        return caller.kind() == KeyKind.ADMIN || job.keyId().equals(String.valueOf(caller.keyId()));
    }

    private static Problem noSuchImport() {
        return Problem.notFound("There is no such import.");
    }

    private Reply shown(Job job) {
        boolean lost = job.state() == State.APPLYING
                && job.touchedAt().plus(LOST_AFTER).isBefore(clock.instant());
        return Reply.of(job.state() == State.APPLYING && !lost ? 202 : 200, json(job, lost));
    }

    private static JsonObject json(Job job, boolean lost) {
        return new JsonObject()
                .put("importId", job.id().toString())
                .put("status", (lost ? State.FAILED : job.state()).name())
                .put("rights", job.rights())
                .put("applied", lost ? 0 : job.applied())
                .put("errors", job.errors())
                .put("errorCount", job.errorCount())
                .put("createdAt", job.createdAt().toString())
                .put("updatedAt", job.touchedAt().toString());
    }
}
