package parkgate.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parkgate.faults.Lot.Lane;
import parkgate.faults.Lot.Pool;
import parkgate.gatesim.api.Claim;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.api.ParkgateClient;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.Paper;
import parkgate.gatesim.code.Wallet;

/** The lots and cars of a run, made through the service's own API before anything is broken. */
record Town(List<Lot> lots, List<Car> cars) {
    private static final String DISTRICT = "faults-district";

    /** Makes it. */
    static Town make(URI service, String adminKey, int cars) {
        ParkgateClient client = new ParkgateClient(service);
        Office office = new Office(client, adminKey);
        office.putPlace("faults-city", Office.object().put("type", "CITY").put("name", "City of faults"));
        office.putPlace(
                DISTRICT,
                Office.object()
                        .put("type", "DISTRICT")
                        .put("parentId", "faults-city")
                        .put("name", "District"));
        Pools pools = (lotId, id, pool) -> client.send(
                        "PUT",
                        "/v1/places/" + lotId + "/pools/" + id,
                        adminKey,
                        Office.object().put("spaces", pool.spaces()).put("policy", pool.policy()),
                        Patience.GATE)
                .expect("PUT pool", 200, 201);
        List<Lot> lots = plans().stream().map(lot -> make(office, pools, lot)).toList();
        Claim claim = new Claim(client, new ServerClock(InstantSource.system()), InstantSource.system());
        List<Car> all = new ArrayList<>();
        for (int i = 0; i < cars; i++) {
            all.add(car(office, claim, i));
        }
        return new Town(lots, all);
    }

    /** Small lots, so that every rule is met often. */
    private static List<Lot> plans() {
        return List.of(
                lot("lot-a", 5, false, "HARD", true, Map.of(), lanes("lot-a", true, "ENTRY", "ENTRY", "EXIT", "EXIT")),
                lot("lot-b", 6, false, "SOFT", true, Map.of(), lanes("lot-b", false, "ENTRY", "ENTRY", "EXIT")),
                lot("lot-c", 4, true, "OFF", false, Map.of(), lanes("lot-c", false, "ENTRY", "ENTRY", "EXIT")),
                lot("lot-d", -1, false, "HARD", true, Map.of(), lanes("lot-d", true, "REVERSIBLE", "REVERSIBLE")),
                lot(
                        "lot-e",
                        8,
                        false,
                        "HARD",
                        false,
                        Map.of("few", new Pool(2, "HARD"), "paid", new Pool(2, "CHARGE")),
                        lanes("lot-e", true, "ENTRY", "ENTRY", "EXIT")),
                new Lot(
                        "lot-f",
                        5,
                        false,
                        "HARD",
                        true,
                        true,
                        4,
                        Map.of(),
                        lanes("lot-f", false, "ENTRY", "ENTRY", "EXIT")));
    }

    private static Lot lot(
            String id,
            int capacity,
            boolean fullSoft,
            String passback,
            boolean transients,
            Map<String, Pool> pools,
            List<Lane> lanes) {
        return new Lot(id, capacity, fullSoft, passback, transients, false, 4, pools, lanes);
    }

    private static List<Lane> lanes(String lotId, boolean loop, String... directions) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < directions.length; i++) {
            lanes.add(new Lane(lotId + "-" + i, lotId, directions[i], loop, ""));
        }
        return lanes;
    }

    private interface Pools {
        void put(String lotId, String id, Pool pool);
    }

    private static Lot make(Office office, Pools pools, Lot lot) {
        ObjectNode place = Office.object()
                .put("type", "LOT")
                .put("parentId", DISTRICT)
                .put("name", lot.id())
                .put("passback", lot.passback())
                .put("fullPolicy", lot.fullSoft() ? "SOFT" : "HARD")
                .put("admitTransients", lot.transients())
                .put("noOpenSession", lot.refusesUnknownExit() ? "REFUSE" : "OPEN_AND_FLAG")
                .put("passageTimeoutSeconds", lot.passageSeconds());
        if (lot.capacity() >= 0) {
            place.put("capacity", lot.capacity());
        }
        office.putPlace(lot.id(), place);
        lot.pools().forEach((id, pool) -> pools.put(lot.id(), id, pool));
        List<Lane> lanes = new ArrayList<>();
        for (Lane lane : lot.lanes()) {
            office.putLane(
                    lot.id(),
                    lane.id(),
                    Office.object().put("direction", lane.direction()).put("confirmPassage", lane.loop()));
            String key = office.laneKey(lot.id(), lane.id()).key();
            lanes.add(new Lane(lane.id(), lot.id(), lane.direction(), lane.loop(), key));
        }
        return new Lot(
                lot.id(),
                lot.capacity(),
                lot.fullSoft(),
                lot.passback(),
                lot.transients(),
                lot.refusesUnknownExit(),
                lot.passageSeconds(),
                lot.pools(),
                lanes);
    }

    /** A third of the cars each carries paper, a wallet pass, a phone; rights differ. */
    private static Car car(Office office, Claim claim, int number) {
        String type = List.of("QR_PRINTED", "QR_TOTP", "QR_DYNAMIC").get(number % 3);
        JsonNode issued = office.issue(Office.object().put("type", type).put("holderRef", "car-" + number));
        String credential = Office.text(issued, "credentialId");
        Carried carried =
                switch (type) {
                    case "QR_PRINTED" -> new Paper(Office.text(issued, "code"));
                    case "QR_TOTP" -> new Wallet(Office.text(issued, "code"), Office.text(issued, "totpKey"));
                    default -> claim.with(Office.text(issued, "claimToken"));
                };
        permit(office, credential, "lot-c", null);
        if (number % 4 != 0) {
            permit(office, credential, "lot-e", number % 4 == 1 ? "few" : number % 4 == 2 ? "paid" : null);
        }
        if (number % 2 == 0) {
            permit(office, credential, "lot-a", null);
        }
        return new Car(credential, "STD".substring(number % 3, number % 3 + 1), carried);
    }

    private static void permit(Office office, String credential, String lot, String pool) {
        ObjectNode right = Office.object()
                .put("credentialId", credential)
                .put("placeId", lot)
                .put("type", "PERMIT");
        if (pool != null) {
            right.put("poolId", pool);
        }
        office.giveRight(right);
    }
}
