package parkgate.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parkgate.load.city.CityTraffic;
import parkgate.load.city.Office;
import parkgate.load.stage.Ledger;
import parkgate.load.stage.PostgresConsole;
import parkgate.load.stage.RedisConsole;
import parkgate.load.stage.Stage;

/** What a city's office knows of its lots, asked as anybody would. */
final class Town implements AutoCloseable {
    private static final long PAUSE_MS = 100;
    private static final long DRAIN_NANOS = 90_000_000_000L;
    private static final int REST_LOOKS = 150;
    private static final long BETWEEN_LOOKS_MS = 200;

    private final Load load;
    private final Stage stage;
    private final Office office;
    private final List<String> lots;

    Town(Load load, Stage stage, List<String> lots) {
        this.load = load;
        this.stage = stage;
        this.office = new Office(load.vertx(), stage.servicePort(), stage.adminKey());
        this.lots = List.copyOf(lots);
    }

    /** When each lot answered, in their order, seconds from the call; each is asked until it does. */
    double[] awaitEach(long deadlineSeconds) {
        long began = System.nanoTime();
        long until = began + deadlineSeconds * 1_000_000_000;
        List<Double> answered = load.await(
                () -> office.each(lots, lot -> await(lot, until).map(x -> (System.nanoTime() - began) / 1e9)));
        return answered.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private Future<JsonObject> await(String lot, long until) {
        return office.get("/v1/places/" + lot + "/occupancy").recover(e -> {
            if (System.nanoTime() >= until) {
                return Future.failedFuture(e);
            }
            Promise<Void> pause = Promise.promise();
            load.vertx().setTimer(PAUSE_MS, x -> pause.complete());
            return pause.future().compose(x -> await(lot, until));
        });
    }

    private Map<String, Integer> counts() {
        List<JsonObject> told =
                load.await(() -> office.each(lots, lot -> office.get("/v1/places/" + lot + "/occupancy")));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < lots.size(); i++) {
            counts.put(lots.get(i), told.get(i).getInteger("currentCount"));
        }
        return counts;
    }

    void revoke(List<String> credentials) {
        load.await(() -> office.each(
                credentials,
                id -> office.post("/v1/credentials/" + id + "/revoke", new JsonObject().put("reason", "of the load"))));
    }

    /** Lets what is under way come to its end, all its follow-ups too. */
    void drain(CityTraffic traffic, int connections) {
        load.await(() -> {
            traffic.finish();
            return Future.succeededFuture();
        });
        long until = System.nanoTime() + DRAIN_NANOS;
        while (traffic.pending() > 0 && System.nanoTime() < until) {
            load.saturate(stage.servicePort(), connections, traffic, java.time.Duration.ofMillis(500));
        }
        if (traffic.pending() > 0) {
            throw new IllegalStateException(traffic.pending() + " requests do not come to their end");
        }
    }

    /** Compares all books; waits a while for what moves by itself. */
    Ledger ledger(CityTraffic traffic, Map<String, String> others, long entriesBefore) throws InterruptedException {
        Map<String, String> book = new HashMap<>(others);
        book.putAll(traffic.book());
        Ledger ledger = compare(book, traffic, entriesBefore);
        for (int i = 0; i < REST_LOOKS && ledger.count() > 0; i++) {
            Thread.sleep(BETWEEN_LOOKS_MS);
            ledger = compare(book, traffic, entriesBefore);
        }
        return ledger;
    }

    private Ledger compare(Map<String, String> book, CityTraffic traffic, long entriesBefore) {
        Ledger ledger = new Ledger(new ArrayList<>(lots), book);
        ledger.occupancies(counts());
        try (PostgresConsole postgres = stage.postgres();
                RedisConsole redis = stage.redis()) {
            ledger.postgres(postgres);
            ledger.grants(postgres, entriesBefore, traffic.entries(), traffic.exits());
            ledger.redis(redis, postgres);
        }
        return ledger;
    }

    @Override
    public void close() {
        office.close();
    }
}
