package parkgate.place;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.http.PlaceTree;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;

/**
 * All places, lanes and pools of the service, in this instance's memory, kept by the change log: answers at once, at most
 * one second old. Any thread may ask. {@code find…} also looks into the log when it knows nothing, for what another
 * instance made a moment ago.
 */
public final class PlaceDirectory implements PlaceTree {
    /** Places of all levels, in the whole service: some 100 MB. */
    public static final int MAX_PLACES = 100_000;

    /** Lanes in the whole service. */
    public static final int MAX_LANES = 200_000;

    private final PgPlaces stored;
    private final ChangeFeed feed;
    private final PlaceMap places = new PlaceMap();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    public PlaceDirectory(Database database, ChangeFeed feed, MeterRegistry metrics) {
        this.stored = new PgPlaces(database.pool());
        this.feed = feed;
        Gauge.builder("parkgate_places", places, PlaceMap::size)
                .description("Places in this instance's memory")
                .register(metrics);
        Gauge.builder("parkgate_lanes", lanes, Map::size)
                .description("Lanes in this instance's memory")
                .register(metrics);
    }

    /** Reads everything, and has the feed keep it. Call it after {@link ChangeFeed#open}, once. */
    public Future<Void> load() {
        feed.subscribe(Set.of(Change.Kind.PLACE, Change.Kind.POOL, Change.Kind.LANE), this::apply);
        return read();
    }

    /** Reads everything again, for an instance that has been away for long. */
    public Future<Void> read() {
        return stored.places(null)
                .onSuccess(places::put)
                .compose(x -> stored.lanes(null))
                .onSuccess(this::putLanes)
                .mapEmpty();
    }

    private Future<Void> apply(List<Change> changes) {
        Set<String> changedPlaces = new LinkedHashSet<>();
        Set<String> changedLanes = new LinkedHashSet<>();
        for (Change change : changes) {
            (change.kind() == Change.Kind.LANE ? changedLanes : changedPlaces).add(change.subject());
        }
        Future<Void> laned = changedLanes.isEmpty()
                ? Future.succeededFuture()
                : stored.lanes(changedLanes).onSuccess(this::putLanes).mapEmpty();
        return changedPlaces.isEmpty()
                ? laned
                : laned.compose(x -> stored.places(changedPlaces))
                        .onSuccess(places::put)
                        .mapEmpty();
    }

    private void putLanes(List<Lane> read) {
        read.forEach(lane -> lanes.put(lane.id(), lane));
    }

    /** A lane as the scan needs it; empty when this instance knows none. */
    public Optional<Lane> lane(String laneId) {
        return Optional.ofNullable(lanes.get(laneId));
    }

    /** A lot's rules; empty when this instance knows no such lot. */
    public Optional<LotRules> rules(String lotId) {
        return Optional.ofNullable(places.rules(lotId));
    }

    public Optional<Place> place(String id) {
        return Optional.ofNullable(places.place(id));
    }

    /** A lane, read through. Fails when it is not known and PostgreSQL is away. */
    public Future<Optional<Lane>> findLane(String laneId) {
        return orFresh(() -> lane(laneId));
    }

    /** A place, read through. Fails when it is not known and PostgreSQL is away. */
    public Future<Optional<Place>> findPlace(String id) {
        return orFresh(() -> place(id));
    }

    /** A lot's rules, read through. Fails when it is not known and PostgreSQL is away. */
    public Future<Optional<LotRules>> findRules(String lotId) {
        return orFresh(() -> rules(lotId));
    }

    private <T> Future<Optional<T>> orFresh(Supplier<Optional<T>> known) {
        Optional<T> now = known.get();
        return now.isPresent() ? Future.succeededFuture(now) : feed.applyNow().map(x -> known.get());
    }

    /** The place itself, its parent, and so on to its city; empty when unknown. */
    public List<String> ancestors(String id) {
        return places.upwards(id).stream().map(Place::id).toList();
    }

    /** Ids of what lies right in a place, in no order. */
    public Set<String> children(String id) {
        return Set.copyOf(places.children(id));
    }

    /** The place if it is a lot, else the lots that lie in it, in no order; empty when unknown or an area. */
    public List<String> lotsIn(String id) {
        return places.lotsIn(id);
    }

    /** The time zone that counts at a place, its own or inherited. */
    public ZoneId zone(String id) {
        return PlaceMap.zone(places.upwards(id));
    }

    /** Every lane of a lot, in no order. Looks at all lanes: not for the scan's way. */
    public List<Lane> lanesOf(String lotId) {
        return lanes.values().stream()
                .filter(lane -> lane.lotId().equals(lotId))
                .toList();
    }

    List<Place> childrenOf(String id) {
        return places.children(id).stream()
                .flatMap(child -> place(child).stream())
                .toList();
    }

    @Override
    public Collection<String> ids() {
        return places.all().stream().map(Place::id).toList();
    }

    Collection<Place> all() {
        return places.all();
    }

    int lanes() {
        return lanes.size();
    }

    @Override
    public boolean covers(String ancestorId, String placeId) {
        return places.upwards(placeId).stream().anyMatch(at -> at.id().equals(ancestorId));
    }

    @Override
    public Optional<String> operatorOf(String placeId) {
        return place(placeId)
                .flatMap(at -> at.type() == PlaceType.AREA && at.parentId() != null
                        ? operatorOf(at.parentId())
                        : Optional.ofNullable(at.operatorId()));
    }
}
