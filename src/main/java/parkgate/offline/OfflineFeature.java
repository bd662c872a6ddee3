package parkgate.offline;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Conditional;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.signing.Signer;

/** What lanes may decide by while they can ask nobody: their signed packs, and their share of the free spaces. */
public final class OfflineFeature {
    /** RFC 9052 section 2. */
    private static final String COSE = "application/cose; cose-type=\"cose-sign1\"";

    /** Readings of rights at the same time; the lanes' scans do not wait behind them. */
    private static final int CONNECTIONS = 2;

    private static final int RETRY_AFTER_S = 5;

    private final PackVersions versions;
    private final Packs packs;
    private final OfflineShare share;

    public OfflineFeature(
            Vertx vertx,
            Database database,
            ChangeFeed feed,
            Ports.Places places,
            Ports.DeadCredentials dead,
            Ports.Counts counts,
            Signer signer,
            InstantSource clock,
            MeterRegistry metrics) {
        this.versions = new PackVersions(database.pool(), feed, clock);
        PackRights rights =
                new PackRights(vertx, database.pool("packs", CONNECTIONS), versions, clock, PackRights.MAX_RIGHTS);
        this.packs = new Packs(vertx, places, versions, rights, new StatusTexts(dead), signer, clock, metrics);
        this.share = new OfflineShare(places, counts, versions);
    }

    /** Follows what packs hold; between the feed's {@code open} and its {@code follow}. */
    public void load() {
        versions.load();
    }

    /** Everything else was read anew, since the log is not kept for as long as this instance was away. */
    public void readAnew() {
        versions.changedAnyhow();
    }

    public void register(Api api) {
        api.on("getOfflinePack", Access.of(KeyKind.LANE), this::pack);
    }

    private Future<Reply> pack(Call call) {
        return packs.of(String.valueOf(call.caller().laneId()))
                .map(pack -> Conditional.of(
                        call,
                        Reply.of(200, COSE, pack.bytes()).with("Cache-Control", "private, no-cache"),
                        pack.etag()))
                .recover(failure -> Future.failedFuture(
                        failure instanceof Turns.TooMany
                                ? Problem.unavailable("unavailable", "Too many packs are being made", RETRY_AFTER_S)
                                : failure));
    }

    /** The version that a lane's pack has now: a lane that holds another asks for it. Any thread may call. */
    public Future<Long> packVersion(String laneId) {
        return packs.version(laneId);
    }

    /**
     * How many cars a lane may let in by itself after this moment, if it is cut off; null where nothing bounds them. Fails
     * while the lot cannot be asked.
     */
    public Future<@Nullable Integer> offlineEntries(String laneId) {
        return share.of(laneId);
    }

    /** Both, as a heartbeat's answer has them; while the lot cannot be asked, without the share. */
    public Future<JsonObject> heartbeat(String laneId) {
        return packVersion(laneId).compose(version -> {
            JsonObject told = new JsonObject().put("packVersion", version);
            return offlineEntries(laneId)
                    .map(share -> told.put("offlineEntries", share))
                    .otherwise(told);
        });
    }

    /** The status list that packs hold now, by another name when it changes. */
    public String statusListVersion() {
        return Long.toString(versions.ofCredentials());
    }
}
