package parkgate.place;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LotRules;

/**
 * Every place, and from them each lot's rules. One thread writes; any may read at the same time, and sees each
 * lot's rules whole.
 */
final class PlaceMap {
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> children = new ConcurrentHashMap<>();
    private final Map<String, LotRules> rules = new ConcurrentHashMap<>();

    @Nullable
    Place place(String id) {
        return places.get(id);
    }

    @Nullable
    LotRules rules(String lotId) {
        return rules.get(lotId);
    }

    Collection<Place> all() {
        return places.values();
    }

    int size() {
        return places.size();
    }

    Set<String> children(String id) {
        return children.getOrDefault(id, Set.of());
    }

    /** The place, its parent, and so on to its city; empty when unknown. */
    List<Place> upwards(String id) {
        List<Place> way = new ArrayList<>(4);
        for (Place at = places.get(id); at != null; at = at.parentId() == null ? null : places.get(at.parentId())) {
            way.add(at);
        }
        return way;
    }

    /** The place if it is a lot, else the lots that lie in it. */
    List<String> lotsIn(String id) {
        List<String> lots = new ArrayList<>();
        collectLots(id, lots);
        return lots;
    }

    private void collectLots(String id, List<String> into) {
        Place at = places.get(id);
        if (at == null) {
            return;
        }
        if (at.type() == PlaceType.LOT) {
            into.add(id);
        } else {
            children(id).forEach(child -> collectLots(child, into));
        }
    }

    /**
     * Takes over what was read.
     *
     * @param read of one moment; parents before what lies in them; with a place all lots in it
     */
    void put(List<Place> read) {
        for (Place place : read) {
            places.put(place.id(), place);
            if (place.parentId() != null) {
                children.computeIfAbsent(place.parentId(), parent -> ConcurrentHashMap.newKeySet())
                        .add(place.id());
            }
        }
        read.stream()
                .filter(place -> place.type() == PlaceType.LOT)
                .map(Place::id)
                .forEach(this::derive);
    }

    private void derive(String lotId) {
        List<Place> way = upwards(lotId);
        Place lot = way.get(0);
        Map<String, LotRules.Pool> lotPools = new LinkedHashMap<>();
        lot.pools().forEach(pool -> lotPools.put(pool.id(), pool));
        rules.put(
                lotId,
                new LotRules(
                        lotId,
                        way.stream().map(Place::id).toList(),
                        Optional.ofNullable(lot.operatorId()).orElse(""),
                        zone(way),
                        way.stream().mapToLong(Place::version).max().orElse(0),
                        lot.capacity(),
                        lot.status(),
                        lot.passback(),
                        lot.minAssurance(),
                        lot.admitTransients(),
                        lot.noOpenSession(),
                        lot.revokedExit(),
                        lot.fullPolicy(),
                        lot.passageTimeoutS() * 1_000L,
                        lotPools));
    }

    /** The nearest time zone that is set on the way up; UTC when none is. */
    static ZoneId zone(List<Place> way) {
        return way.stream()
                .map(Place::timeZone)
                .filter(zone -> zone != null)
                .findFirst()
                .map(ZoneId::of)
                .orElse(ZoneOffset.UTC);
    }
}
