package parkgate.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.KeyKind;
import parkgate.http.Scope;

/** Figures of places, and the health of lots. */
public final class FiguresFeature {
    /** Connections that its pool should have. */
    public static final int CONNECTIONS = Reading.CONNECTIONS;

    private final FiguresRoute figures;
    private final HealthRoute health;

    /**
     * The feature.
     *
     * @param pool of the primary, for nobody else
     */
    public FiguresFeature(Pool pool, Scope scope, Lots lots, InstantSource clock, MeterRegistry metrics) {
        Reading reading = new Reading(pool, metrics);
        this.figures = new FiguresRoute(reading, scope, lots, clock);
        this.health = new HealthRoute(reading, scope, lots, clock);
    }

    /** Answers its operations. */
    public void register(Api api) {
        Access readers = Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN);
        api.on("getFigures", readers, figures::json)
                .on("getFiguresFile", readers, figures::csv)
                .on("getHealth", readers.orWithoutKey(), health::list);
    }
}
