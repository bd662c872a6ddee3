package parkgate.lane;

import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Optional;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;

/** Lanes and lots, from this instance's memory. */
public interface Lanes {
    /** A lane; one that another instance made a moment ago is looked up. Fails with 404 when there is none. */
    Future<Lane> find(String laneId);

    /** A lot's rules, if this instance knows them. */
    Optional<LotRules> rules(String lotId);

    /** True when this instance knows a lot of this id. */
    boolean isLot(String placeId);

    /** What people call a lot; its id where this instance does not know it. */
    String nameOf(String lotId);

    /** The time zone that counts at a lot; UTC where this instance does not know it. */
    ZoneId zoneOf(String lotId);
}
