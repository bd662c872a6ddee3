package parkgate.occupancy;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import parkgate.core.Location;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.PlaceTree;

/**
 * A town for tests, in memory: lots one and two in the north, three in the south; one and three are public. Its counts can
 * be moved, its lots changed, and it can be away.
 */
final class Town implements Places, PlaceTree, LotCounts, CountChanges {
    static final Map<String, Caller> KEYS = Map.of(
            "admin",
            Caller.admin("a"),
            "north",
            new Caller("n", KeyKind.OPS, null, null, "north", null),
            "red",
            new Caller("r", KeyKind.API, null, null, null, "red"),
            "lane",
            Caller.lane("l", "one-in", "one"));
    private static final Map<String, List<String>> UNDER = Map.of(
            "town", List.of("one", "two", "three"),
            "north", List.of("one", "two"),
            "south", List.of("three"),
            "one", List.of("one"),
            "two", List.of("two"),
            "three", List.of("three"),
            "empty", List.of());

    final Map<String, Lot> lots = new ConcurrentHashMap<>();
    final Map<String, LotCount> counts = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    volatile boolean away;

    Town() {
        put("one", "north", 100, true);
        put("two", "north", 50, false);
        put("three", "south", null, true);
    }

    void put(String lotId, String district, Integer capacity, boolean isPublic) {
        List<Lot.Around> within = List.of(
                new Lot.Around("town", "CITY", "Town"), new Lot.Around(district, "DISTRICT", "The " + district));
        Location location = capacity == null ? null : new Location(31.25, 121.5);
        lots.put(lotId, new Lot(lotId, "Lot " + lotId, capacity, "OPEN", isPublic, location, within));
        counts.putIfAbsent(lotId, new LotCount(0, 0, 0));
    }

    void move(String lotId, IntUnaryOperator open) {
        counts.compute(
                lotId,
                (id, count) ->
                        new LotCount(open.applyAsInt(count.open()), count.adjustment(), count.updatedAtMs() + 1));
    }

    @Override
    public Future<LotCount> read(String lotId) {
        reads.incrementAndGet();
        return away ? Future.failedFuture("away") : Future.succeededFuture(counts.get(lotId));
    }

    @Override
    public Future<Durability> set(String lotId, int count, ByHand byHand) {
        counts.computeIfPresent(lotId, (id, was) -> new LotCount(was.open(), count - was.open(), 9_000));
        return Future.succeededFuture(Durability.COMMITTED);
    }

    @Override
    public Future<Durability> reset(String lotId, ByHand byHand) {
        counts.put(lotId, new LotCount(0, 0, 9_001));
        return Future.succeededFuture(Durability.QUEUED);
    }

    @Override
    public Optional<Lot> lot(String lotId) {
        return Optional.ofNullable(lots.get(lotId));
    }

    @Override
    public Optional<List<Lot>> under(String placeId) {
        return Optional.ofNullable(UNDER.get(placeId))
                .map(ids -> ids.stream().map(lots::get).toList());
    }

    @Override
    public List<Lot> runBy(String operatorId) {
        return operatorId.equals("red") ? List.of(lots.get("three")) : List.of(lots.get("one"), lots.get("two"));
    }

    @Override
    public List<Lot> all() {
        return List.copyOf(lots.values());
    }

    @Override
    public boolean covers(String ancestorId, String placeId) {
        return ancestorId.equals(placeId)
                || ancestorId.equals("town")
                || UNDER.getOrDefault(ancestorId, List.of()).contains(placeId);
    }

    @Override
    public Optional<String> operatorOf(String placeId) {
        return Optional.ofNullable(lots.get(placeId)).map(lot -> lot.id().equals("three") ? "red" : "blue");
    }

    @Override
    public Collection<String> ids() {
        return UNDER.keySet();
    }
}
