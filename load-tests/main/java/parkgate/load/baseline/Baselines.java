package parkgate.load.baseline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.core.CodeClass;
import parkgate.postgres.Database;
import parkgate.redis.PlainGet;
import parkgate.scan.PreparedScans;

/**
 * What the service is compared with, as a program of its own: the same Vert.x, one event loop, the same request in and an
 * answer of the same size out, and between them
 *
 * <pre>
 * /a   nothing
 * /b   one Redis GET
 * /c   the service's function with prepared arguments, its record committed and removed from the outbox
 * /cp  the same, and one native verification of a P-256 signature, which every class D code needs
 * /d   the decision as SQL in one transaction
 * </pre>
 *
 * Reads what it needs from the file that is its one argument, and says its port on stdout.
 */
public final class Baselines {
    /** Of a scan's answer. */
    private static final int ANSWER_BYTES = 480;

    private static final int SQL_CONNECTIONS = 16;
    private static final long STEP_MS = 15_000;

    /** A phone's clock may be so many steps ahead, and its driver have been in with it. */
    private static final int LATER = 4;

    private static final String DONE = PreparedScans.COMMITTED;
    private static final Future<String> NO_CAR = Future.succeededFuture("all cars are under way");

    private final Cars cars;
    private final Cars carsOfSql;
    private final List<String> lots;
    private final CodeClass codeClass;
    private final Supplier<Boolean> verification;
    private final Buffer answer = Buffer.buffer("x".repeat(ANSWER_BYTES));
    private final PreparedScans prepared;
    private final PlainSql sql;
    private final PlainGet get;

    private Baselines(Setup setup, PreparedScans prepared, PlainSql sql, PlainGet get) {
        this.lots = setup.lots;
        this.codeClass = setup.codeClass;
        long step = InstantSource.system().millis() / STEP_MS + LATER;
        this.cars = new Cars(setup.credentials, lots.size(), setup.keepInside, step);
        this.carsOfSql = new Cars(setup.credentials, lots.size(), setup.keepInside, step);
        this.verification = new Verification();
        this.prepared = prepared;
        this.sql = sql;
        this.get = get;
    }

    private record Setup(
            String redis,
            String postgres,
            List<String> lots,
            List<String> credentials,
            CodeClass codeClass,
            int keepInside) {
        static Setup read(Path file) throws IOException {
            JsonObject json = new JsonObject(Files.readString(file));
            return new Setup(
                    json.getString("redis"),
                    json.getString("postgres"),
                    json.getJsonArray("lots").stream().map(String::valueOf).toList(),
                    json.getJsonArray("credentials").stream()
                            .map(String::valueOf)
                            .toList(),
                    CodeClass.valueOf(json.getString("class")),
                    json.getInteger("keepInside"));
        }
    }

    public static void main(String... args) throws IOException {
        Setup setup = Setup.read(Path.of(args[0]));
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        PlainGet get = PlainGet.connect(context, setup.redis);
        PlainSql sql = new PlainSql(Database.open(vertx, setup.postgres, 1).pool("sql", SQL_CONNECTIONS));
        context.runOnContext(x -> PreparedScans.connect(
                        vertx, setup.redis, setup.postgres, InstantSource.system(), new SimpleMeterRegistry())
                .compose(prepared -> sql.prepare(setup.lots.size(), setup.credentials.toArray(String[]::new))
                        .map(new Baselines(setup, prepared, sql, get)))
                .compose(baselines -> vertx.createHttpServer(
                                new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                        .requestHandler(baselines::handle)
                        .listen())
                .onSuccess(server -> System.out.println("port " + server.actualPort()))
                .onFailure(e -> {
                    System.err.println("the baselines cannot start: " + e);
                    Runtime.getRuntime().halt(1);
                }));
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        request.body().compose(body -> doing(path)).onComplete(done -> {
            String outcome = done.succeeded() ? done.result() : String.valueOf(done.cause());
            boolean good = DONE.equals(outcome);
            request.response()
                    .setStatusCode(good ? 200 : 503)
                    .putHeader("content-type", "application/json")
                    .end(good ? answer : Buffer.buffer(outcome));
        });
    }

    private Future<String> doing(String path) {
        return switch (path) {
            case "/a" -> Future.succeededFuture(DONE);
            case "/b" -> get.get().map(value -> DONE);
            case "/c" -> prepared();
            case "/cp" -> verification.get() ? prepared() : Future.succeededFuture("not verified");
            case "/d" -> sql();
            default -> Future.succeededFuture("no such baseline");
        };
    }

    private Future<String> prepared() {
        Cars.Wish wish = cars.next();
        if (wish == null) {
            return NO_CAR;
        }
        String lot = lots.get(wish.car().lot);
        String lane = lot + (wish.in() ? "-ENTRY" : "-EXIT");
        long step = codeClass == CodeClass.S ? -1 : wish.step();
        return prepared.scan(lot, lane, wish.in(), wish.car().credentialId, codeClass, step, UUID.randomUUID())
                .onSuccess(outcome -> {
                    if (outcome.equals(DONE)) {
                        cars.went(wish);
                    } else {
                        cars.stayed(wish);
                    }
                });
    }

    private Future<String> sql() {
        Cars.Wish wish = carsOfSql.next();
        return wish == null
                ? NO_CAR
                : sql.scan(wish.car().lot, wish.car().credentialId, wish.in()).map(granted -> {
                    if (granted) {
                        carsOfSql.went(wish);
                    } else {
                        carsOfSql.stayed(wish);
                    }
                    return granted ? DONE : "denied";
                });
    }

    /** The names by which a report calls them. */
    public static final Map<String, String> NAMES = Map.of(
            "/a", "(a) bare answer",
            "/b", "(b) + one Redis GET",
            "/c", "(c) + the function, committed",
            "/cp", "(c') + one P-256 verification",
            "/d", "(d) plain SQL transaction");
}
