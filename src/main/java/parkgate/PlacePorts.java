package parkgate;

import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.figures.Counted;
import parkgate.http.Problem;
import parkgate.lane.Lanes;
import parkgate.occupancy.Lot;
import parkgate.occupancy.Places;
import parkgate.place.Place;
import parkgate.place.PlaceDirectory;
import parkgate.place.PlaceType;
import parkgate.right.RightPlaces;
import parkgate.session.Lots;

/** The places, as the other features ask for them. */
final class PlacePorts {
    private PlacePorts() {}

    static Stream<Place> ofType(PlaceDirectory places, PlaceType type) {
        return places.ids().stream().flatMap(id -> places.place(id).stream()).filter(place -> place.type() == type);
    }

    static RightPlaces forRights(PlaceDirectory places) {
        return new RightPlaces() {
            @Override
            public Future<Optional<Known>> find(String placeId) {
                return places.findPlace(placeId).map(found -> found.map(PlacePorts::known));
            }

            @Override
            public Collection<String> ids() {
                return places.ids();
            }
        };
    }

    private static RightPlaces.Known known(Place place) {
        return new RightPlaces.Known(
                place.id(),
                Set.copyOf(place.pools().stream().map(LotRules.Pool::id).toList()));
    }

    static Lanes forLanes(PlaceDirectory places) {
        return new Lanes() {
            @Override
            public Future<Lane> find(String laneId) {
                return places.findLane(laneId)
                        .map(found -> found.orElseThrow(() -> Problem.notFound("There is no such lane.")));
            }

            @Override
            public Optional<LotRules> rules(String lotId) {
                return places.rules(lotId);
            }

            @Override
            public boolean isLot(String placeId) {
                return places.place(placeId)
                        .filter(place -> place.type() == PlaceType.LOT)
                        .isPresent();
            }

            @Override
            public String nameOf(String lotId) {
                return places.place(lotId).map(Place::name).orElse(lotId);
            }

            @Override
            public ZoneId zoneOf(String lotId) {
                return places.zone(lotId);
            }
        };
    }

    static Lots forSessions(PlaceDirectory places) {
        return new Lots() {
            @Override
            public List<String> all() {
                return ofType(places, PlaceType.LOT).map(Place::id).toList();
            }

            @Override
            public Optional<List<String>> under(String placeId) {
                return places.place(placeId).map(place -> places.lotsIn(placeId));
            }

            @Override
            public List<String> runBy(String operatorId) {
                return ofType(places, PlaceType.LOT)
                        .map(Place::id)
                        .filter(id ->
                                places.operatorOf(id).filter(operatorId::equals).isPresent())
                        .toList();
            }
        };
    }

    static parkgate.message.Lots forMessages(PlaceDirectory places) {
        return new parkgate.message.Lots() {
            @Override
            public Optional<List<String>> under(String placeId) {
                return places.place(placeId).map(place -> places.lotsIn(placeId));
            }

            @Override
            public List<String> all() {
                return ofType(places, PlaceType.LOT).map(Place::id).toList();
            }

            @Override
            public Map<String, String> open() {
                return ofType(places, PlaceType.LOT)
                        .filter(Place::isPublic)
                        .collect(Collectors.toMap(Place::id, Place::name));
            }
        };
    }

    static parkgate.staff.Places forStaff(PlaceDirectory places) {
        return placeId -> places.place(placeId).map(place -> place.type().name());
    }

    static Places forOccupancy(PlaceDirectory places) {
        return new Places() {
            @Override
            public Optional<Lot> lot(String lotId) {
                return places.place(lotId)
                        .filter(place -> place.type() == PlaceType.LOT)
                        .map(place -> shown(places, place));
            }

            @Override
            public Optional<List<Lot>> under(String placeId) {
                return places.place(placeId)
                        .filter(place -> place.type() != PlaceType.AREA)
                        .map(place -> places.lotsIn(placeId).stream()
                                .flatMap(id -> lot(id).stream())
                                .toList());
            }

            @Override
            public List<Lot> runBy(String operatorId) {
                return all().stream()
                        .filter(lot -> places.operatorOf(lot.id())
                                .filter(operatorId::equals)
                                .isPresent())
                        .toList();
            }

            @Override
            public List<Lot> all() {
                return ofType(places, PlaceType.LOT)
                        .map(place -> shown(places, place))
                        .toList();
            }
        };
    }

    static parkgate.figures.Lots forFigures(PlaceDirectory places) {
        return placeId -> places.place(placeId)
                .filter(place -> place.type() != PlaceType.AREA)
                .map(place -> {
                    List<Place> lots = places.lotsIn(placeId).stream()
                            .flatMap(id -> places.place(id).stream())
                            .toList();
                    boolean limited = lots.stream().noneMatch(lot -> lot.capacity() == LotRules.UNLIMITED);
                    return new Counted(
                            placeId,
                            place.name(),
                            places.zone(placeId),
                            limited
                                    ? (Integer) lots.stream()
                                            .mapToInt(Place::capacity)
                                            .sum()
                                    : null,
                            place.type() == PlaceType.LOT && place.isPublic(),
                            lots.stream().map(Place::id).toList());
                });
    }

    private static Lot shown(PlaceDirectory places, Place lot) {
        List<Lot.Around> within = new ArrayList<>();
        for (String id : places.ancestors(lot.id())) {
            places.place(id)
                    .filter(place -> !place.id().equals(lot.id()))
                    .ifPresent(place ->
                            within.add(new Lot.Around(place.id(), place.type().name(), place.name())));
        }
        Collections.reverse(within);
        return new Lot(
                lot.id(),
                lot.name(),
                lot.capacity() == LotRules.UNLIMITED ? null : lot.capacity(),
                lot.status().name(),
                lot.isPublic(),
                lot.location(),
                within);
    }
}
