package parkgate.right;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What rights ask about places. */
public interface RightPlaces {
    /** A place for which a right can be given. {@code poolIds}: of a lot; empty for other levels. */
    record Known(String id, Set<String> poolIds) {
        public Known {
            poolIds = Set.copyOf(poolIds);
        }
    }

    /** The place, also one that another instance made a moment ago; empty when there is none. */
    Future<Optional<Known>> find(String placeId);

    /** Ids of all places that this instance knows. */
    Collection<String> ids();
}
