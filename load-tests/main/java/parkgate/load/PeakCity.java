package parkgate.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import parkgate.load.city.Code;
import parkgate.load.city.LoadCity;
import parkgate.load.city.Lots;
import parkgate.load.city.People;
import parkgate.load.seed.Seed;
import parkgate.load.stage.PostgresConsole;
import parkgate.load.stage.Stage;

/**
 * The city of a peak, written before the service starts: one in five lots has lanes with loops, some are full, and a part of
 * the drivers is inside.
 *
 * @param residents who stands in the lots that are full, by credential
 * @param entries on record before the load
 */
record PeakCity(Lots lots, People people, Map<String, String> residents, long entries, long version) {
    private static final String NAME = "peak";
    private static final int LOOPED_OF = 5;
    private static final int MOST_FULL = 50;
    private static final int MOST_REFUSED = 300;

    static PeakCity make(Stage stage, int lotCount, int drivers, int inside, long diceSeed) {
        try (Seed seed = Seed.on(stage)) {
            int fullCount = Math.max(1, Math.min(MOST_FULL, lotCount / 50));
            List<LoadCity.Lot> open = seed.city(NAME, Seed.Lots.plain(lotCount - fullCount));
            List<LoadCity.Lot> full = seed.city("full", new Seed.Lots(fullCount, 1, false));
            List<LoadCity.Lot> looped = open.subList(open.size() - open.size() / LOOPED_OF, open.size());
            try (PostgresConsole postgres = stage.postgres()) {
                looped.forEach(lot ->
                        postgres.run("update lane set confirm_passage = true where lot_id = '" + lot.lotId() + "'"));
            }
            int refused = Math.min(MOST_REFUSED, drivers);
            List<Code> all = seedClasses(seed, NAME, drivers);
            Collections.shuffle(all, new Random(diceSeed));
            List<Code> residents = seed.drivers("full", 'S', fullCount);
            seed.carsInside(open, all.subList(0, inside));
            seed.carsInside(full, residents);
            People people = new People(
                    all.subList(0, inside),
                    all.subList(inside, all.size()),
                    seedClasses(seed, "full", refused),
                    seedClasses(seed, NAME, refused),
                    seedClasses(seed, "full", refused),
                    seed.drivers(NAME, 'S', refused));
            seed.settle();
            Lots lots = new Lots(open.subList(0, open.size() - looped.size()), looped, full);
            return new PeakCity(lots, people, at(full, residents), inside + residents.size(), seed.version());
        }
    }

    /** A third of each class. */
    private static List<Code> seedClasses(Seed seed, String city, int count) {
        List<Code> all = new ArrayList<>(seed.drivers(city, 'S', count / 3));
        all.addAll(seed.drivers(city, 'T', count / 3));
        all.addAll(seed.drivers(city, 'D', count - 2 * (count / 3)));
        return all;
    }

    private static Map<String, String> at(List<LoadCity.Lot> lots, List<Code> residents) {
        Map<String, String> at = new HashMap<>();
        for (int i = 0; i < residents.size(); i++) {
            at.put(residents.get(i).credentialId(), lots.get(i % lots.size()).lotId());
        }
        return at;
    }

    /** Of all lots. */
    List<String> lotIds() {
        List<LoadCity.Lot> all = new ArrayList<>(lots.plain());
        all.addAll(lots.looped());
        all.addAll(lots.full());
        return all.stream().map(LoadCity.Lot::lotId).toList();
    }

    /** Requests for each scan: passages and repeated scans come on top. */
    double requestsPerScan(double denied, double repeated) {
        double looped = (double) lots.looped().size() / lots.open();
        return 1 + (1 - denied) * (looped + (1 - looped) * repeated);
    }
}
