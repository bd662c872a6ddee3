package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.flywaydb.core.api.FlywayException;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.postgres.Migrations;

/** Puts the service together, in start order; decides nothing. */
final class Wiring implements Running {
    private final Vertx vertx;

    private Wiring(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Starts the service on servers that run. Blocks until it takes scans.
     *
     * @throws StartException with one line that says why it cannot
     */
    static Running start(Settings settings, ServerAddresses servers, Secret adminKey) throws StartException {
        migrate(servers);
        return new Wiring(Vertx.vertx());
    }

    private static void migrate(ServerAddresses servers) throws StartException {
        try {
            Migrations.run(servers.postgres().text());
        } catch (FlywayException e) {
            throw new StartException("PostgreSQL's schema cannot be brought up to date: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("");
    }

    @Override
    public Future<Void> drain() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return vertx.close();
    }
}
