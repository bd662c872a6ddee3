package parkgate.offline;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;

/**
 * How many cars a lane may let in by itself once it is cut off: its even share of the spaces that are free now, so that all
 * lanes of a lot together do not fill it beyond its capacity.
 */
final class OfflineShare {
    private final Ports.Places places;
    private final Ports.Counts counts;
    private final PackVersions versions;
    private final Map<String, Entries> entries = new ConcurrentHashMap<>();

    /** Lanes of a lot that let cars in. */
    private record Entries(long version, int lanes) {}

    OfflineShare(Ports.Places places, Ports.Counts counts, PackVersions versions) {
        this.places = places;
        this.counts = counts;
        this.versions = versions;
    }

    /** The share; null where the lot has no capacity or admits beyond it. Fails while the lot cannot be asked. */
    Future<@Nullable Integer> of(String laneId) {
        return places.findLane(laneId)
                .compose(lane -> places.findRules(lane.lotId()).compose(rules -> of(lane, rules)));
    }

    private Future<@Nullable Integer> of(Lane lane, LotRules rules) {
        if (rules.capacity() == LotRules.UNLIMITED || rules.fullPolicy() == LotRules.FullPolicy.SOFT) {
            return Future.succeededFuture(null);
        }
        if (lane.direction() == LaneDirection.EXIT) {
            return Future.succeededFuture(0);
        }
        return counts.current(rules.lotId())
                .map(inside -> Math.max(0, rules.capacity() - inside) / Math.max(1, lanesIn(rules.lotId())));
    }

    private int lanesIn(String lotId) {
        long version = versions.ofLanes();
        return entries.compute(
                        lotId,
                        (id, kept) -> kept != null && kept.version() == version
                                ? kept
                                : new Entries(version, (int) places.lanesOf(id).stream()
                                        .filter(lane -> lane.direction() != LaneDirection.EXIT)
                                        .count()))
                .lanes();
    }
}
