package parkgate.place;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.Location;
import parkgate.core.access.LotRules;

/**
 * A node of the tree as its operator set it. What counts at gates is kept on every level but read from lots only.
 *
 * @param parentId null for a city, and for nothing else
 * @param timeZone an IANA name; null: the parent's, UTC at the top
 * @param capacity spaces; {@link LotRules#UNLIMITED} when not set
 * @param passageTimeoutS 1 to 3600
 * @param stalePack what a lane that can ask nobody does with entries once its pack is stale
 * @param isPublic whether its free spaces are shown to anyone
 * @param location where drivers find it: of a lot, its way in
 * @param pools of a lot, by id
 * @param version of the change log, of the newest change to it or, for a lot, to its pools
 */
public record Place(
        String id,
        PlaceType type,
        @Nullable String parentId,
        String name,
        @Nullable String timeZone,
        int capacity,
        LotRules.Status status,
        LotRules.Passback passback,
        CodeClass minAssurance,
        boolean admitTransients,
        LotRules.NoOpenSession noOpenSession,
        LotRules.RevokedExit revokedExit,
        LotRules.FullPolicy fullPolicy,
        StalePack stalePack,
        int passageTimeoutS,
        @Nullable String operatorId,
        boolean isPublic,
        @Nullable Location location,
        List<LotRules.Pool> pools,
        long version,
        Instant createdAt) {

    public Place {
        pools = List.copyOf(pools);
    }
}
