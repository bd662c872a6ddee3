package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import parkgate.config.Settings;
import parkgate.http.Contract;
import parkgate.page.Bundle;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyFileException;
import parkgate.signing.KeyRing;
import parkgate.telemetry.Telemetry;

/**
 * What a start needs and no server has to be there for. Made beside the start of PostgreSQL and Redis and the migrations: a
 * JVM that reads its classes for the first time is busy for as long as they are, and there is a second core.
 */
record Ahead(Telemetry telemetry, Vertx vertx, Future<Contract> contract, Bundle bundle, KeyRing keys) {
    /**
     * Begins at once, on a thread of its own. Fails with {@link StartException} where the key file cannot be used. Who asked
     * for it closes it where nothing comes of the start.
     */
    static CompletableFuture<Ahead> begin(Settings settings) {
        return CompletableFuture.supplyAsync(() -> make(settings), task -> {
            Thread thread = new Thread(task, "start-ahead");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static Ahead make(Settings settings) {
        Telemetry telemetry = new Telemetry();
        Vertx vertx = telemetry.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            Future<Contract> contract = Contract.load(vertx); // on a worker's thread
            KeyRing keys = KeyFile.openOrMake(settings.keyFile(), new SecureRandom(), Instant.now());
            return new Ahead(telemetry, vertx, contract, Bundle.load(), keys);
        } catch (KeyFileException e) {
            vertx.close();
            throw new CompletionException(new StartException(String.valueOf(e.getMessage()), e));
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Ends the event loop; for a start that failed. */
    void close() {
        vertx.close();
    }
}
