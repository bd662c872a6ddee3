package parkgate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import parkgate.Gate.Answer;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.config.SettingsException;
import parkgate.core.code.Step;
import parkgate.credential.Phone;
import parkgate.credential.Wallet;
import parkgate.testing.Await;
import parkgate.testing.KeptConnection;
import parkgate.testing.Servers;

/**
 * A city on whole instances of the service, as they run: one database, one Redis, one key file. Everything is asked over
 * HTTP; what PostgreSQL holds is looked at from outside.
 */
final class City implements AutoCloseable {
    private static final String ADMIN = "the-admin-key-of-the-city-of-the-tests";

    private static final int MOST_REPEATS = 100;
    private static final Executor REPEAT = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final KeptConnection postgres;
    private final List<Service> services = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private int lots;

    /** Boots {@code instances} of the service. */
    City(int instances, String postgresUri, String redisUri, String... flags) {
        this(
                instances,
                postgresUri,
                new ServerAddresses(
                        new Secret(Servers.asService(postgresUri)),
                        Optional.of(new Secret(postgresUri)),
                        new Secret(redisUri),
                        false),
                flags);
    }

    /** The same on any servers; {@code postgresUri} is looked into from outside. */
    City(int instances, String postgresUri, ServerAddresses servers, String... flags) {
        this.postgres = new KeptConnection(postgresUri);
        try {
            Path folder = Files.createTempDirectory("city");
            List<String> all = new ArrayList<>(List.of("--http-port", "0", "--data-dir", folder.toString()));
            all.addAll(List.of(flags));
            Settings settings = Settings.read(all, Map.of());
            for (int i = 0; i < instances; i++) {
                Service service = Start.service(settings, servers, new Secret(ADMIN));
                services.add(service);
                gates.add(new Gate(service.url()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SettingsException | StartException e) {
            throw new AssertionError(e);
        }
        put("/v1/places/city", new JsonObject().put("type", "CITY").put("name", "City"));
        put(
                "/v1/places/district",
                new JsonObject().put("type", "DISTRICT").put("parentId", "city").put("name", "District"));
    }

    /** Where the first instance answers. */
    String url() {
        return services.get(0).url();
    }

    /** The key of the operator. */
    String adminKey() {
        return ADMIN;
    }

    /** A lot with two entries and an exit, each as the key of its lane. */
    record Lot(String id, String entry, String otherEntry, String exit) {}

    /** A printed code. */
    record Paper(String credentialId, String code) {}

    /** A phone that has claimed its credential. */
    record Driver(String credentialId, String code, Phone phone) {
        /** What it shows so many steps from now. */
        String shows(int steps) {
            return phone.show(code, Step.at(Instant.now()) + steps);
        }
    }

    /** A phone with a wallet pass. */
    record WalletDriver(String credentialId, Wallet wallet) {
        /** What it shows so many steps from now. */
        String shows(int steps) {
            return showed(Instant.now(), steps);
        }

        /** What it showed so many steps after that moment. */
        String showed(Instant moment, int steps) {
            return wallet.show(moment.plusSeconds((long) steps * Step.PERIOD_SECONDS));
        }
    }

    /** A new lot; {@code rules} beside the defaults. */
    Lot lot(JsonObject rules) {
        return lot(rules, true);
    }

    /** Another whose lanes have loops, or have none. */
    Lot lot(JsonObject rules, boolean loops) {
        String id = "lot-" + ++lots;
        put(
                "/v1/places/" + id,
                new JsonObject()
                        .put("type", "LOT")
                        .put("parentId", "district")
                        .put("name", id)
                        .put("operatorId", "operator")
                        .mergeIn(rules));
        return new Lot(
                id,
                lane(id, "entry", "ENTRY", loops),
                lane(id, "entry2", "ENTRY", loops),
                lane(id, "exit", "EXIT", loops));
    }

    /** One more lane of a lot, for both ways. */
    String reversible(Lot lot) {
        return lane(lot.id(), "both", "REVERSIBLE", true);
    }

    private String lane(String lotId, String name, String direction, boolean loops) {
        String path = "/v1/places/" + lotId + "/lanes/" + lotId + "-" + name;
        put(path, new JsonObject().put("direction", direction).put("confirmPassage", loops));
        return done(gates.get(0).post(path + "/keys", ADMIN, new JsonObject())).getString("key");
    }

    Paper paper() {
        return paper(new JsonObject());
    }

    Paper paper(JsonObject terms) {
        JsonObject issued = post("/v1/credentials", terms.copy().put("type", "QR_PRINTED"));
        return new Paper(issued.getString("credentialId"), issued.getString("code"));
    }

    /** Many printed codes. */
    List<Paper> papers(int many) {
        List<Paper> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(paper());
        }
        return all;
    }

    Driver driver() {
        JsonObject issued = post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        Phone phone = new Phone();
        JsonObject claimed = post("/v1/devices/claim", phone.claimBody(issued.getString("claimToken")));
        return new Driver(issued.getString("credentialId"), claimed.getString("code"), phone);
    }

    WalletDriver walletDriver() {
        JsonObject issued = post("/v1/credentials", new JsonObject().put("type", "QR_TOTP"));
        return new WalletDriver(issued.getString("credentialId"), new Wallet(issued));
    }

    void permit(String credentialId, String placeId) {
        permit(credentialId, placeId, new JsonObject());
    }

    void permit(String credentialId, String placeId, JsonObject terms) {
        post(
                "/v1/rights",
                terms.copy()
                        .put("type", "PERMIT")
                        .put("credentialId", credentialId)
                        .put("placeId", placeId));
    }

    /** A scan at an instance, with a scanId of its own. */
    Answer scan(int instance, String lane, String code) {
        return scan(instance, lane, code, UUID.randomUUID());
    }

    Answer scan(int instance, String lane, String code, UUID scanId) {
        return scanning(instance, lane, code, scanId).join();
    }

    CompletableFuture<Answer> scanning(int instance, String lane, String code, UUID scanId) {
        return gates.get(instance)
                .posting(
                        "/v1/scans",
                        lane,
                        new JsonObject().put("scanId", scanId.toString()).put("code", code));
    }

    /** The same for many lanes at once. */
    CompletableFuture<Answer> insisting(int instance, String lane, String code, UUID scanId) {
        return insisting(instance, lane, code, scanId, MOST_REPEATS);
    }

    private CompletableFuture<Answer> insisting(int instance, String lane, String code, UUID scanId, int repeats) {
        return scanning(instance, lane, code, scanId)
                .thenCompose(answer -> isToComeAgain(answer) && repeats > 0
                        ? CompletableFuture.supplyAsync(() -> repeats - 1, REPEAT)
                                .thenCompose(left -> insisting(instance, lane, code, scanId, left))
                        : CompletableFuture.completedFuture(answer));
    }

    /** A scan of a car whose plate the lane's camera has read. */
    Answer scanWithPlate(int instance, String lane, String code, String plate) {
        return gates.get(instance)
                .post(
                        "/v1/scans",
                        lane,
                        new JsonObject()
                                .put("scanId", UUID.randomUUID().toString())
                                .put("code", code)
                                .put("plate", plate));
    }

    /** As a lane does it: the same scanId again while the answer is 503. */
    Answer insist(int instance, String lane, String code, UUID scanId) {
        List<Answer> last = new ArrayList<>();
        Await.until(() -> {
            last.clear();
            last.add(scan(instance, lane, code, scanId));
            return !isToComeAgain(last.get(0));
        });
        return last.get(0);
    }

    /** Nothing was decided, or the lane asked too much. */
    private static boolean isToComeAgain(Answer answer) {
        return answer.status() == 503 || answer.status() == 429;
    }

    /** A scan that the lane says to have been then, at the first instance. */
    Answer scanAt(String lane, String code, String eventTime) {
        return gates.get(0)
                .post(
                        "/v1/scans",
                        lane,
                        new JsonObject()
                                .put("scanId", UUID.randomUUID().toString())
                                .put("code", code)
                                .put("eventTime", eventTime));
    }

    /** A passage that the lane says to have been then, at the first instance. */
    Answer passageAt(String lane, Answer grant, String eventTime) {
        return gates.get(0)
                .post(
                        "/v1/passages",
                        lane,
                        new JsonObject()
                                .put("decisionId", grant.text("decisionId"))
                                .put("outcome", "CONFIRMED")
                                .put("eventTime", eventTime));
    }

    /** What a lane did by itself, told to an instance. */
    CompletableFuture<Answer> telling(int instance, String lane, JsonObject batch) {
        return gates.get(instance).posting("/v1/scans/batch", lane, batch);
    }

    /** A passage without a grant. */
    Answer passing(int instance, String lane, JsonObject passage) {
        return gates.get(instance).post("/v1/passages", lane, passage);
    }

    /** What became of a grant. */
    Answer passage(int instance, String lane, Answer grant, String outcome) {
        return gates.get(instance)
                .post(
                        "/v1/passages",
                        lane,
                        new JsonObject()
                                .put("decisionId", grant.text("decisionId"))
                                .put("outcome", outcome));
    }

    /** As a lane does it: the same report again while the answer is 503. */
    Answer report(int instance, String lane, Answer grant, String outcome) {
        List<Answer> last = new ArrayList<>();
        Await.until(() -> {
            last.clear();
            last.add(passage(instance, lane, grant, outcome));
            return last.get(0).status() != 503;
        });
        return last.get(0);
    }

    /** Cars counted in a place, as an instance tells it; asked again while the answer is 503. */
    int count(int instance, String placeId) {
        List<Answer> last = new ArrayList<>();
        Await.until(() -> {
            last.clear();
            last.add(gates.get(instance).get("/v1/places/" + placeId + "/occupancy", ADMIN));
            return last.get(0).status() != 503;
        });
        return done(last.get(0)).getInteger("currentCount");
    }

    /** Makes an area of a lot and asks how full it is. */
    Answer occupancyOfNewArea(Lot lot) {
        String area = "/v1/places/" + lot.id() + "-area";
        put(area, new JsonObject().put("type", "AREA").put("parentId", lot.id()).put("name", "Area"));
        return gates.get(0).get(area + "/occupancy", ADMIN);
    }

    JsonObject session(String sessionId) {
        return done(gates.get(0).get("/v1/sessions/" + sessionId, ADMIN));
    }

    /** Done by the operator at the first instance. */
    JsonObject post(String path, JsonObject body) {
        return done(gates.get(0).post(path, ADMIN, body));
    }

    /** The same without a body. */
    JsonObject post(String path) {
        return done(gates.get(0).post(path, ADMIN));
    }

    /** The same, whatever the answer. */
    Answer tryPost(String path, JsonObject body) {
        return gates.get(0).post(path, ADMIN, body);
    }

    /** Done with another key at the first instance. */
    JsonObject post(String key, String path, JsonObject body) {
        return done(gates.get(0).post(path, key, body));
    }

    /** Taken away by the operator at the first instance. */
    Answer delete(String path) {
        return gates.get(0).delete(path, ADMIN);
    }

    /** Done with another key at an instance, whatever the answer. */
    Answer postAt(int instance, String key, String path, JsonObject body) {
        return gates.get(instance).post(path, key, body);
    }

    /** Asked with another key at an instance, whatever the answer. */
    Answer getAt(int instance, String key, String path) {
        return gates.get(instance).get(path, key);
    }

    /** The same with a header. */
    Answer postWith(int instance, String key, String path, JsonObject body, String header, String value) {
        return gates.get(instance).post(path, key, body, header, value);
    }

    /** Where an instance answers. */
    String url(int instance) {
        return services.get(instance).url();
    }

    /** Other rules for a lot. */
    void change(Lot lot, JsonObject rules) {
        put(
                "/v1/places/" + lot.id(),
                new JsonObject()
                        .put("type", "LOT")
                        .put("parentId", "district")
                        .put("name", lot.id())
                        .put("operatorId", "operator")
                        .mergeIn(rules));
    }

    /** Asked by the operator at the first instance. */
    JsonObject get(String path) {
        return done(gates.get(0).get(path, ADMIN));
    }

    /** Put by the operator at the first instance, whatever the answer. */
    Answer tryPut(String path, JsonObject body) {
        return gates.get(0).put(path, ADMIN, body);
    }

    /** Made or replaced by the operator at the first instance. */
    void put(String path, JsonObject body) {
        done(gates.get(0).put(path, ADMIN, body));
    }

    private static JsonObject done(Answer answer) {
        assertTrue(answer.status() < 300, answer::toString);
        return answer.body();
    }

    /** One number out of PostgreSQL; each {@code ?} is the lot. */
    long ask(String sql, Lot lot) {
        return postgres.number(sql.replace("?", "'" + lot.id() + "'"));
    }

    /** Numbers missing in, or doubled in, what PostgreSQL holds of a lot's history. */
    long gaps(Lot lot) {
        return ask(
                "select coalesce(max(seq), 0) - count(*) + (select last_seq from lot_head where lot_id = ?)"
                        + " - coalesce(max(seq), 0) from access_event where lot_id = ?",
                lot);
    }

    long sessions(Lot lot, String status) {
        return ask("select count(*) from session where lot_id = ? and status = '" + status + "'", lot);
    }

    @Override
    public void close() {
        postgres.close();
        for (Service each : services) {
            Await.result(each.drain());
            Await.result(each.close());
        }
    }
}
