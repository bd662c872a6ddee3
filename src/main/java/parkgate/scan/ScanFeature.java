package parkgate.scan;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.core.code.CodeReader;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.redis.Redis;

/**
 * The scan, put together: what decides, what records, what heals. Everything of it runs on Redis's context, which is the
 * event loop of the HTTP server too.
 */
public final class ScanFeature {
    private final ScanRoute scans;
    private final BatchRoute batches;
    private final ImageReads imageReads;
    private final ImageRoute images;
    private final PassageRoute passageRoute;
    private final LotCounts counts;
    private final LotChanges changes;
    private final ManualOpens opens;
    private final Recorder recorder;
    private final PassageTimers timers;
    private final Denials denials;
    private final Sweep sweep;
    private final Outboxes outboxes;

    /**
     * What it is made of.
     *
     * @param marks a connection to the same Redis for marks alone
     * @param recorderPool the recorder's own connections
     * @param pool for reading back and for refusals
     * @param fastSignatures whether verifying may stay on the event loop
     */
    public record Parts(
            Vertx vertx,
            Redis redis,
            Redis marks,
            Pool recorderPool,
            Pool pool,
            CodeReader codes,
            boolean fastSignatures,
            Ports.Lots lots,
            Ports.Credentials credentials,
            Ports.Totp totp,
            Ports.Rights rights,
            Ports.Sessions sessions,
            Ports.Heard heard,
            Ports.DoubleAdmits doubles,
            InstantSource clock,
            Supplier<UUID> ids,
            MeterRegistry metrics) {}

    /**
     * Limits.
     *
     * @param recordDeadlineMs how long an answer waits for PostgreSQL, milliseconds
     * @param outboxBound most events of a lot that wait for PostgreSQL before entries are refused
     * @param replicaWaitMs most milliseconds that a mark waits for Redis's replicas
     * @param scansAtOnce scans and passages under way, at most
     */
    public record Limits(long recordDeadlineMs, int outboxBound, long replicaWaitMs, int scansAtOnce) {}

    public ScanFeature(Parts parts, Limits limits) {
        Vertx vertx = parts.vertx();
        ContextInternal context = parts.redis().context();
        InstantSource clock = parts.clock();
        MeterRegistry metrics = parts.metrics();
        LotFunctions functions =
                new LotFunctions(parts.redis(), parts.marks(), limits.outboxBound(), limits.replicaWaitMs());
        PgRecords records = new PgRecords(parts.recorderPool(), parts.pool());
        this.recorder = new Recorder(vertx, context, clock, records, functions, limits.recordDeadlineMs(), metrics);
        Rebuild rebuild = new Rebuild(clock, records, functions, new RebuildLease(vertx, functions), metrics);
        Settling settling = new Settling(clock, functions, recorder, rebuild);
        this.timers = new PassageTimers(vertx, clock, metrics);
        Passages passages = new Passages(clock, functions, records, rebuild, settling, recorder, timers);
        this.denials = new Denials(vertx, context, parts.pool(), metrics);
        Unrecorded unrecorded = new Unrecorded(functions, records, rebuild, recorder, parts.lots(), metrics);
        this.outboxes = new Outboxes(limits.outboxBound(), metrics);
        this.sweep =
                new Sweep(vertx, clock, functions, rebuild, unrecorded, passages, parts.lots(), parts.pool(), outboxes);
        this.counts = new LotCounts(clock, functions, rebuild);
        this.changes = new LotChanges(clock, functions, records, rebuild, settling);
        this.opens = new ManualOpens(clock, functions, records, rebuild, settling, timers);
        LotAccess access = new LotAccess(functions, rebuild, records, settling, passages, parts.rights(), parts.ids());
        Admission admission = new Admission(vertx, limits.scansAtOnce(), metrics);
        this.scans = new ScanRoute(
                admission,
                codes(parts),
                parts.lots(),
                parts.credentials(),
                parts.totp(),
                parts.rights(),
                parts.heard(),
                access,
                timers,
                denials,
                sweep,
                new ScanMeters(metrics),
                clock,
                parts.ids());
        this.imageReads = new ImageReads(vertx, metrics);
        this.images = new ImageRoute(imageReads, scans, parts.ids());
        OfflineUploads uploads = new OfflineUploads(
                vertx,
                parts.codes(),
                new OfflineUploads.Parts(
                        functions,
                        records,
                        new PgOffline(parts.pool()),
                        rebuild,
                        settling,
                        passages,
                        parts.rights(),
                        parts.credentials(),
                        parts.totp(),
                        parts.doubles()),
                clock,
                metrics);
        this.batches = new BatchRoute(parts.lots(), parts.heard(), uploads, sweep, clock);
        this.passageRoute =
                new PassageRoute(admission, parts.lots(), parts.sessions(), parts.heard(), passages, changes, clock);
    }

    private static ScanRoute.Codes codes(Parts parts) {
        CodeReader reader = parts.codes();
        return parts.fastSignatures()
                ? (text, now) -> Future.succeededFuture(reader.read(text, now))
                : (text, now) -> parts.vertx().executeBlocking(() -> reader.read(text, now), false);
    }

    public void register(Api api) {
        api.raw("scan", Access.of(KeyKind.LANE), scans);
        api.raw("scanImage", Access.of(KeyKind.LANE), images);
        api.raw("scanBatch", Access.of(KeyKind.LANE), batches);
        api.on("reportPassage", Access.of(KeyKind.LANE), passageRoute::report);
    }

    public LotCounts counts() {
        return counts;
    }

    public LotChanges changes() {
        return changes;
    }

    /** What waits for PostgreSQL. */
    public Outboxes outboxes() {
        return outboxes;
    }

    public ManualOpens manualOpens() {
        return opens;
    }

    /** Waits until all that was decided here is recorded, at most {@code mostMs}. */
    public Future<Void> drain(long mostMs) {
        return Future.join(recorder.drain(mostMs), denials.drain(mostMs)).mapEmpty();
    }

    public void close() {
        recorder.close();
        timers.close();
        sweep.close();
        imageReads.close();
    }
}
