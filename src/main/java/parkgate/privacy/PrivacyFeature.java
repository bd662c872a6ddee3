package parkgate.privacy;

import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.http.Api;
import parkgate.postgres.ChangeFeed;

/** What a holder may ask for. */
public final class PrivacyFeature {
    private final HolderRoutes holders;

    public PrivacyFeature(Pool pool, Kept kept, ChangeFeed changes, InstantSource clock, Supplier<UUID> ids) {
        this.holders = new HolderRoutes(
                new PgExport(pool, PgExport.MAX_RECORDS), new PgHolders(pool, kept.scans()), changes, clock, ids);
    }

    /** Answers its operations. */
    public void register(Api api) {
        holders.register(api);
    }
}
