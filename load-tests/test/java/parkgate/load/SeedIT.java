package parkgate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.load.city.Code;
import parkgate.load.city.InAndOut;
import parkgate.load.city.LoadCity;
import parkgate.load.seed.Seed;
import parkgate.load.stage.Stage;

/** What is written straight into the tables is to the service as what was made through its API. */
class SeedIT {
    /** What differs between any two. */
    private static final Set<String> OWN = Set.of(
            "credentialId",
            "visualNumber",
            "createdAt",
            "expiresAt",
            "rightId",
            "placeId",
            "parentId",
            "etag",
            "version",
            "claimedAt",
            "notBefore",
            "statusIndex",
            "statusList",
            "laneId",
            "lotId");

    private static final Random DICE = new Random(1);

    @TempDir
    private static Path folder;

    private static Load load;
    private static Stage stage;
    private static Seed seed;
    private static List<LoadCity.Lot> lots;

    /** The first city is there before the service, the others come while it runs. */
    @BeforeAll
    static void start() {
        load = new Load();
        stage = new Stage(folder, null);
        seed = Seed.on(stage);
        lots = seed.city("before", Seed.Lots.plain(3));
        stage.startService(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("../src/target/parkgate.jar"),
                List.of("-Xmx256m"));
    }

    @AfterAll
    static void end() {
        seed.close();
        stage.close();
        load.close();
    }

    @ParameterizedTest
    @ValueSource(chars = {'S', 'T', 'D'})
    void a_seeded_driver_of_each_class_goes_in_and_out(char codeClass) {
        everybodyGoesInAndOut(lots, seed.drivers("before", codeClass, 30));
        String later = "later" + codeClass;
        List<LoadCity.Lot> more = seed.city(later, Seed.Lots.plain(2));
        List<Code> drivers = seed.drivers(later, codeClass, 40, 20);
        stage.awaitChanges(seed.version());
        everybodyGoesInAndOut(more, drivers);
    }

    private static void everybodyGoesInAndOut(List<LoadCity.Lot> where, List<Code> drivers) {
        InAndOut traffic = new InAndOut(
                where, drivers, "127.0.0.1:" + stage.servicePort(), drivers.size(), InstantSource.system(), DICE);
        traffic.onlyIn();
        long granted = 0;
        while (traffic.inside() < drivers.size() && traffic.firstRefusal() == null) {
            granted += load.saturate(stage.servicePort(), 2, traffic, Duration.ofMillis(300))
                    .count(InAndOut.GRANTED);
        }
        traffic.onlyOut();
        while (traffic.inside() > 0 && traffic.firstRefusal() == null) {
            granted += load.saturate(stage.servicePort(), 2, traffic, Duration.ofMillis(300))
                    .count(InAndOut.GRANTED);
        }
        assertNull(traffic.firstRefusal());
        assertEquals(2L * drivers.size(), granted);
    }

    @ParameterizedTest
    @ValueSource(chars = {'S', 'T', 'D'})
    void the_api_tells_the_same_of_them_as_of_its_own(char codeClass) throws Exception {
        String name = "own" + codeClass;
        String code;
        try (LoadCity city = new LoadCity(load.vertx(), stage.servicePort(), stage.adminKey(), name)) {
            load.await(() -> city.lots(1));
            code = load.await(() -> city.drivers(codeClass, 1)).get(0).credentialId();
        }
        String seeded = seed.drivers("before", codeClass, 1).get(0).credentialId();
        stage.awaitChanges(seed.version());
        for (String path : List.of("/v1/credentials/%s", "/v1/rights?credentialId=%s")) {
            assertEquals(told(String.format(path, code)), told(String.format(path, seeded)));
        }
        for (String path : List.of("/v1/places/%s", "/v1/places/%s-d", "/v1/places/%s-0", "/v1/places/%s-0/lanes")) {
            assertEquals(told(String.format(path, name)), told(String.format(path, "before")));
        }
    }

    @Test
    void the_indexes_and_constraints_are_all_there_again_after_very_many() throws Exception {
        Map<String, String> before = standing();
        seed.drivers("before", 'T', 50_000, 1);
        stage.awaitChanges(seed.version());
        assertEquals(before, standing());
        assertTrue(before.size() > 20, before.toString());
    }

    private static Map<String, String> standing() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (java.sql.Connection connection = parkgate.postgres.Migrations.connect(stage.postgresUri());
                java.sql.Statement statement = connection.createStatement()) {
            for (String asked : List.of(
                    "select indexname, indexdef from pg_indexes where schemaname = 'public'",
                    "select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) from pg_constraint"
                            + " where conrelid <> 0",
                    "select tgrelid::regclass || ' ' || tgname, tgenabled::text from pg_trigger where not tgisinternal")) {
                try (java.sql.ResultSet rows = statement.executeQuery(asked)) {
                    while (rows.next()) {
                        all.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
        }
        return all;
    }

    private static Object told(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stage.servicePort() + path))
                                .header("authorization", "Bearer " + stage.adminKey())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), path + ": " + answer.body());
        return withoutOwn(new JsonObject(answer.body()));
    }

    private static Object withoutOwn(Object value) {
        if (value instanceof JsonObject object) {
            Map<String, Object> kept = new TreeMap<>();
            object.forEach(entry -> kept.put(
                    entry.getKey(),
                    OWN.contains(entry.getKey()) && entry.getValue() != null
                            ? "its own"
                            : withoutOwn(entry.getValue())));
            return kept;
        } else if (value instanceof JsonArray array) {
            return array.stream().map(SeedIT::withoutOwn).toList();
        }
        return String.valueOf(value);
    }
}
