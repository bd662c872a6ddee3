package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.postgres.Migrations;
import parkgate.postgres.Privileges;
import parkgate.telemetry.Telemetry;
import parkgate.tls.ServerTls;
import parkgate.tls.TlsFileException;
import parkgate.tls.TlsFiles;

/** From servers that run to a service that takes scans: what blocks first, then the wiring on its event loop. */
final class Start {
    private static final Logger LOG = LoggerFactory.getLogger(Start.class);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Start() {}

    /**
     * Starts the service on servers that run. Blocks until it takes scans.
     *
     * @throws StartException with one line that says why it cannot
     */
    static Service service(Settings settings, ServerAddresses servers, Secret adminKey) throws StartException {
        return service(settings, servers, adminKey, Ahead.begin(settings));
    }

    /** The same with what was begun before the servers ran, which is closed where the start fails. */
    static Service service(
            Settings settings, ServerAddresses servers, Secret adminKey, CompletableFuture<Ahead> beginning)
            throws StartException {
        boolean started = false;
        try {
            Reach.warnings(settings).forEach(LOG::warn);
            CompletableFuture<Connections> early = beginning.thenCompose(ahead -> connect(ahead, servers));
            migrate(servers);
            Ahead ahead = await(beginning);
            Optional<ServerTls> tls = tls(settings, ahead.telemetry());
            // A Redis that begins with us may have come up while PostgreSQL was waited for.
            CompletableFuture<Connections> connecting =
                    early.isCompletedExceptionally() ? connect(ahead, servers) : early;
            Service service = await(
                    onLoop(ahead.vertx(), () -> new Wiring(settings, servers, adminKey, tls, ahead).start(connecting)));
            started = true;
            return service;
        } finally {
            if (!started) {
                var unused = beginning.thenAccept(Ahead::close);
            }
        }
    }

    private static CompletableFuture<Connections> connect(Ahead ahead, ServerAddresses servers) {
        return onLoop(
                ahead.vertx(),
                () -> Connections.open(ahead.vertx(), servers, ahead.telemetry().registry()));
    }

    private static <T> CompletableFuture<T> onLoop(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(
                x -> Future.<Void>succeededFuture().compose(y -> work.get()).onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture();
    }

    private static <T> T await(CompletableFuture<T> future) throws StartException {
        try {
            return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StartException refused) {
                throw refused;
            }
            throw new StartException("Parkgate could not start: " + firstLine(cause), cause);
        } catch (TimeoutException e) {
            throw new StartException("PostgreSQL or Redis did not answer within " + BOUND.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("told to end while starting", e);
        }
    }

    private static void migrate(ServerAddresses servers) throws StartException {
        try {
            Migrations.run(servers.migrating().text());
            if (servers.postgresOwner().isPresent()) {
                Privileges.grant(servers.migrating().text(), servers.postgres().text());
            }
        } catch (FlywayException | SQLException e) {
            throw new StartException(
                    "PostgreSQL cannot be used, or its schema not be brought up to date (POSTGRES_URI, POSTGRES_OWNER_URI): "
                            + firstLine(e),
                    e);
        }
    }

    private static Optional<ServerTls> tls(Settings settings, Telemetry telemetry) throws StartException {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        Settings.Tls given = settings.tls().get();
        TlsFiles files = new TlsFiles(given.certificate(), given.key(), given.laneCa());
        try {
            return Optional.of(new ServerTls(files, files.load(), InstantSource.system(), telemetry.registry()));
        } catch (TlsFileException e) {
            throw new StartException("TLS: " + e.getMessage(), e);
        }
    }

    /** What went wrong, in one line. */
    static String firstLine(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("");
    }
}
