package parkgate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import parkgate.alarm.AlarmRoutes;
import parkgate.alarm.PgAlarms;
import parkgate.audit.AuditRoute;
import parkgate.backup.JournalKeeper;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Signatures;
import parkgate.credential.CredentialFeature;
import parkgate.credential.KeyFingerprints;
import parkgate.credential.KeyWatch;
import parkgate.figures.FiguresFeature;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.CallerBound;
import parkgate.http.Contract;
import parkgate.http.ContractPage;
import parkgate.http.Reply;
import parkgate.http.Scope;
import parkgate.http.WrongKeys;
import parkgate.key.AccessKeys;
import parkgate.lane.LaneFeature;
import parkgate.message.MessageFeature;
import parkgate.occupancy.OccupancyFeature;
import parkgate.offline.OfflineFeature;
import parkgate.page.AppPage;
import parkgate.page.Bundle;
import parkgate.page.HomePage;
import parkgate.page.LanePage;
import parkgate.page.OpsPage;
import parkgate.page.PgPhones;
import parkgate.page.PgVisitors;
import parkgate.page.PhoneProof;
import parkgate.page.PhoneRoute;
import parkgate.page.VisitorRoute;
import parkgate.place.AnnouncedRules;
import parkgate.place.LotRoutes;
import parkgate.place.PlaceDirectory;
import parkgate.place.PlaceRoutes;
import parkgate.place.RulesRoutes;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.privacy.Kept;
import parkgate.privacy.PrivacyFeature;
import parkgate.privacy.Retention;
import parkgate.redis.Redis;
import parkgate.right.ImportRoutes;
import parkgate.right.RecentRights;
import parkgate.right.RightRoutes;
import parkgate.right.RightsReader;
import parkgate.scan.ManualOpens;
import parkgate.scan.ScanFeature;
import parkgate.session.SessionFeature;
import parkgate.signing.CaffeineVerifiedCodes;
import parkgate.signing.KeysInUse;
import parkgate.signing.SignatureLibrary;
import parkgate.staff.StaffFeature;
import parkgate.telemetry.ClockWatch;
import parkgate.telemetry.EventLoopLag;
import parkgate.telemetry.HealthRoutes;
import parkgate.telemetry.Readiness;
import parkgate.telemetry.Telemetry;
import parkgate.tls.ServerTls;

/**
 * Puts the service together, in start order; decides nothing. All of it lives on one event loop: Redis's answers, the
 * recorder's batches and the lanes' requests meet there without locks. A second core is used by a second instance.
 *
 * <pre>
 * follow     the change log's version is noted, what instances keep in memory is loaded, the log is followed
 * redis      waited for: it is connected beside the migrations, the function library in it
 * features   each with its ports
 * door       the last to open
 * </pre>
 */
final class Wiring {
    private static final long REPLICA_WAIT_MS = 500;
    private static final int RECORDER_CONNECTIONS = 2;
    private static final int MAX_VIEWERS = 500;

    private final Vertx vertx;
    private final Ahead ahead;
    private final Settings settings;
    private final KeysInUse keys;
    private final KeyWatch keyWatch;
    private final Optional<ServerTls> tls;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Supplier<UUID> ids = UUID::randomUUID;
    private final Signatures signatures = SignatureLibrary.best();
    private final Telemetry telemetry;
    private final MeterRegistry metrics;
    private final Readiness readiness;
    private final Database database;
    private final ChangeFeed feed;
    private final PlaceDirectory places;
    private final RecentRights recentRights;
    private final CredentialFeature credentials;
    private final AccessKeys accessKeys;
    private final StaffFeature staff;
    private final JournalKeeper journal;
    private final OfflineFeature offline;
    private final Late<ScanFeature> scanLater = new Late<>();
    private final Late<String> publicUrl = new Late<>();
    private final PgAlarms alarms;
    private final AnnouncedRules announced;

    /** To be called, as everything else here, on the service's event loop. */
    Wiring(Settings settings, ServerAddresses servers, Secret adminKey, Optional<ServerTls> tls, Ahead ahead) {
        this.vertx = ahead.vertx();
        this.ahead = ahead;
        this.settings = settings;
        this.keys = new KeysInUse(ahead.keys());
        this.tls = tls;
        this.clock = InstantSource.offset(InstantSource.system(), settings.clockOffset());
        this.telemetry = ahead.telemetry();
        this.metrics = telemetry.registry();
        this.readiness = new Readiness(clock);
        this.database = Database.open(vertx, servers.postgres().text(), settings.postgresPoolSize());
        this.feed = new ChangeFeed(database, clock, metrics);
        this.places = new PlaceDirectory(database, feed, metrics);
        this.recentRights = new RecentRights(database, feed, metrics);
        this.credentials = new CredentialFeature(vertx, database, feed, keys, random, clock, metrics);
        this.keyWatch = new KeyWatch(vertx, database.pool(), settings.keyFile(), keys, clock, metrics);
        this.journal =
                new JournalKeeper(vertx, database.pool("journal", 1), settings.revocationJournal(), clock, metrics);
        this.offline = new OfflineFeature(
                vertx,
                database,
                feed,
                OfflinePorts.places(places),
                OfflinePorts.dead(credentials),
                lotId -> scanLater.get().counts().read(lotId).map(counts -> counts.current()),
                keys,
                clock,
                metrics);
        this.accessKeys = new AccessKeys(database, feed, places, adminKey.text(), clock, random, metrics);
        this.staff = new StaffFeature(
                vertx, database, feed, new Scope(places), PlacePorts.forStaff(places), clock, random, ids, metrics);
        this.alarms = new PgAlarms(vertx, database.pool(), clock, ids, metrics);
        this.announced = new AnnouncedRules(vertx, database.pool(), feed, clock);
    }

    /** The service, taking scans. Fails with {@link StartException}, or with what was away. */
    Future<Service> start(CompletableFuture<Connections> connecting) {
        return KeyFingerprints.mismatch(database.pool(), keys.ring().fingerprints())
                .compose(mismatch ->
                        mismatch.isPresent() ? Future.failedFuture(new StartException(mismatch.get())) : follow())
                .compose(x -> keyWatch.start())
                .compose(x -> journal.start(feed))
                .compose(x -> Future.fromCompletionStage(connecting, vertx.getOrCreateContext()))
                .compose(redis -> ahead.contract().compose(contract -> open(contract, redis.scans(), redis.marks())));
    }

    private Future<Void> follow() {
        return feed.open()
                .onSuccess(x -> offline.load())
                .compose(x -> places.load())
                .compose(x -> recentRights.load())
                .compose(x -> credentials.load())
                .onSuccess(x -> {
                    feed.readingAnew(this::readAnew);
                    feed.follow();
                });
    }

    private Future<Void> readAnew() {
        accessKeys.forgetAll();
        staff.forgetAll();
        return places.read()
                .compose(x -> recentRights.read())
                .compose(x -> credentials.load())
                .onSuccess(x -> offline.readAnew());
    }

    private static <T> Future<T> refused(String why, Throwable cause) {
        return Future.failedFuture(new StartException(why, cause));
    }

    private Future<Service> open(Contract contract, Redis redis, Redis marks) {
        Scope scope = new Scope(places);
        Api api = new Api(contract, accessKeys.authenticator())
                .signingIn(staff.people())
                .explaining(Away::explain)
                .trusting(settings.trustedProxies())
                .counting(new WrongKeys(Ticker.systemTicker(), metrics))
                .bounding(new CallerBound(
                        settings.load().keyRequestsAtOnce(),
                        settings.load().laneRequestsPerSecond(),
                        Ticker.systemTicker(),
                        metrics));
        tls.ifPresent(files -> api.provingLanes(files.laneProof()));
        Late<OccupancyFeature> heard = new Late<>();
        Late<ManualOpens> opens = new Late<>();
        LaneFeature lanes = lanes(scope, redis, heard, opens);
        Late<SessionFeature> sessionsLater = new Late<>();
        ScanFeature scan = scan(redis, marks, heard, lanes, sessionsLater);
        OccupancyFeature occupancy = occupancy(scope, scan);
        SessionFeature sessions = new SessionFeature(
                vertx,
                database.pool(),
                scope,
                PlacePorts.forSessions(places),
                CountPorts.closing(scan.changes()),
                CountPorts.reopening(scan.changes()),
                clock,
                ids,
                metrics);
        heard.is(occupancy);
        opens.is(scan.manualOpens());
        sessionsLater.is(sessions);
        feed.subscribe(Set.of(Change.Kind.KEY, Change.Kind.STAFF), occupancy::keysChanged);
        feed.subscribe(Set.of(Change.Kind.MESSAGE, Change.Kind.ALARM), occupancy::noticed);
        feed.subscribe(Set.of(Change.Kind.KEY, Change.Kind.STAFF), sessions::keysChanged);
        feed.subscribe(Set.of(Change.Kind.KEY, Change.Kind.STAFF), lanes::keysChanged);
        feed.subscribe(
                Set.of(Change.Kind.PLACE, Change.Kind.POOL, Change.Kind.LANE, Change.Kind.CREDENTIAL), lanes::changed);
        scanLater.is(scan);
        scan.register(api);
        offline.register(api);
        occupancy.register(api);
        sessions.register(api);
        lanes.register(api);
        accessKeys.register(api);
        staff.register(api);
        new AlarmRoutes(database.pool(), scope, places, clock, ids).register(api);
        alarms.start();
        places(api);
        rights(api);
        new FiguresFeature(
                        database.pool("figures", FiguresFeature.CONNECTIONS),
                        scope,
                        PlacePorts.forFigures(places),
                        clock,
                        metrics)
                .register(api);
        Retention retention = privacy(api);
        new HealthRoutes(vertx, telemetry.registry(), readiness).register(api);
        ContractPage.load().mount(api);
        Bundle bundle = ahead.bundle();
        AppPage.of(bundle).register(api);
        HomePage.of(bundle).register(api);
        LanePage.of(bundle).register(api);
        OpsPage.of(bundle).register(api);
        phones(api, scope);
        api.on("getContract", Access.ANYONE, call -> Future.succeededFuture(contractFile(contract)));
        ReadyChecks.add(readiness, database, redis, scan.outboxes());
        ClockWatch clocks = Clocks.watch(vertx, clock, database.pool(), redis, alarms, readiness, metrics);
        readiness.checkNow("revocations", () -> ReadyChecks.journal(journal));
        EventLoopLag lag = EventLoopLag.watch(redis.context(), "main", metrics);
        Late<Handler<HttpServerRequest>> router = new Late<>();
        return Future.join(occupancy.start(), lanes.start())
                .compose(x -> Entrance.open(vertx, settings, tls, readiness, metrics, request -> router.get()
                        .handle(request)))
                .recover(e -> refused(
                        "HTTP_PORT " + settings.httpPort() + " of HTTP_HOST " + settings.httpHost()
                                + " cannot be listened on: " + Start.firstLine(e),
                        e))
                .map(door -> {
                    // In the turn in which the door opened: no request can be there yet.
                    publicUrl.is(door.url());
                    credentials.mount(api, signatures, scope, door.url());
                    router.is(api.requireAll().router(vertx));
                    boolean empty = places.ids().isEmpty();
                    return new Service(
                            vertx, door, empty, readiness, scan, occupancy, sessions, lanes, retention, announced,
                            journal, alarms, redis, marks, feed, lag, clocks, keyWatch, telemetry);
                });
    }

    private void phones(Api api, Scope scope) {
        PgPhones phones = new PgPhones(database.pool());
        PhoneProof proof = new PhoneProof(phones, signatures, vertx, clock);
        MessageFeature messages =
                new MessageFeature(database.pool(), scope, PlacePorts.forMessages(places), proof::root, clock, ids);
        messages.register(api);
        VisitorRoute visitors = new VisitorRoute(
                proof,
                new PgVisitors(database.pool()),
                new VisitorPorts(credentials.desk()),
                feed,
                publicUrl::get,
                clock,
                ids);
        visitors.register(api);
        new PhoneRoute(proof, phones, messages::of, visitors::of, places::zone, clock).register(api);
    }

    private LaneFeature lanes(Scope scope, Redis redis, Late<OccupancyFeature> heard, Late<ManualOpens> opens) {
        return new LaneFeature(
                vertx,
                new LaneFeature.Ports(
                        database.pool(),
                        redis,
                        scope,
                        PlacePorts.forLanes(places),
                        alarms,
                        (lotId, atMs) -> heard.get().beat(lotId, atMs),
                        lane -> offline.heartbeat(lane.id()),
                        CountPorts.opening(opens),
                        () -> keys.keySet().version()),
                clock,
                ids,
                metrics);
    }

    private ScanFeature scan(
            Redis redis, Redis marks, Late<OccupancyFeature> heard, LaneFeature lanes, Late<SessionFeature> sessions) {
        CodeReader reader = new CodeReader(
                signatures,
                keys.issuerKeys(signatures),
                keys.totpKeys(),
                credentials.phones(),
                new CaffeineVerifiedCodes(CaffeineVerifiedCodes.DEFAULT_MAX, metrics));
        RightsReader rightsReader = new RightsReader(vertx, database, recentRights, clock, metrics);
        return new ScanFeature(
                new ScanFeature.Parts(
                        vertx,
                        redis,
                        marks,
                        database.pool("recorder", RECORDER_CONNECTIONS),
                        database.pool(),
                        reader,
                        signatures.isNative(),
                        ScanPorts.lots(places),
                        ScanPorts.credentials(credentials.directory(), credentials.typedNumbers()),
                        ScanPorts.totp(credentials.phones()),
                        ScanPorts.rights(recentRights, rightsReader),
                        sessionId -> sessions.get().json(sessionId),
                        (lane, atMs) -> {
                            heard.get().heard(lane.lotId(), atMs);
                            lanes.heard(lane.id(), atMs);
                        },
                        ScanPorts.doubleAdmits(alarms),
                        clock,
                        ids,
                        metrics),
                new ScanFeature.Limits(
                        settings.recordDeadline().toMillis(),
                        settings.outboxBound(),
                        REPLICA_WAIT_MS,
                        settings.load().scansAtOnce()));
    }

    private OccupancyFeature occupancy(Scope scope, ScanFeature scan) {
        return new OccupancyFeature(
                vertx,
                new OccupancyFeature.Ports(
                        database.pool(),
                        scope,
                        PlacePorts.forOccupancy(places),
                        CountPorts.counts(scan.counts()),
                        CountPorts.changes(scan.changes())),
                clock,
                MAX_VIEWERS,
                metrics);
    }

    private Retention privacy(Api api) {
        Settings.Retained days = settings.retained();
        Kept kept = Kept.days(days.plates(), days.scans(), days.sessions(), days.audit());
        new AuditRoute(database.pool(), new Scope(places)).register(api);
        new PrivacyFeature(database.pool(), kept, feed, clock, ids).register(api);
        Retention retention = new Retention(vertx, database.pool(), kept, clock, random, ids, metrics);
        retention.start();
        return retention;
    }

    private static Reply contractFile(Contract contract) {
        return Reply.of(200, "application/yaml", contract.text());
    }

    private void places(Api api) {
        new PlaceRoutes(database, places, feed).mount(api);
        new LotRoutes(database, places, feed).mount(api);
        new RulesRoutes(database, places, clock).mount(api);
        announced.start();
    }

    private void rights(Api api) {
        new RightRoutes(database, PlacePorts.forRights(places), places, feed, clock, ids).mount(api);
        new ImportRoutes(vertx, database, PlacePorts.forRights(places), places, feed, clock, ids, metrics).mount(api);
    }
}
