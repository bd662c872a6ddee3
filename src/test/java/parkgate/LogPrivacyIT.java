package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.City.WalletDriver;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;
import parkgate.embedded.DataFolder;
import parkgate.embedded.EmbeddedPostgres;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/**
 * Drives the whole service, its failures too, with plates, references, codes and keys that are easy to recognise, and then
 * looks for them in all that was written down beside the tables: every log line at DEBUG, the metrics, problem documents,
 * the logs of both servers. The libraries that the shipped logging holds at WARN stay there.
 */
class LogPrivacyIT {
    private static final String PLATE = "沪A-SECRET-PLATE-77";
    private static final String HOLDER = "secret-holder-ms-zhang-77";
    private static final String NAME_IN_A_REASON = "secret-reason-names-mr-wang-77";
    private static final String BAD_CODE = "QP1S.SECRETSECRETSECRETBADCODE77";
    private static final String BAD_KEY = "pg_ops_0123456789abcdef_" + "5ec2e7".repeat(10) + "5ec2";

    private static final String RECOVERY = "5ECRETREC0VERYC0DE0000000077";
    private static final String WRONG_RECOVERY = "5ECRETREC0VERYC0DE0000000088";

    private static final Heard HEARD = new Heard();
    private static final Map<Logger, Level> LEVELS = new LinkedHashMap<>();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static DataFolder data;
    private static EmbeddedPostgres postgres;
    private static EmbeddedRedis redis;
    private static City city;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** All that was logged, each event with its pairs and its causes. */
    private static final class Heard extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName()
                    + ' '
                    + event.getFormattedMessage()
                    + ' '
                    + event.getKeyValuePairs()
                    + ' '
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeAll
    static void listen() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .forEach(logger -> LEVELS.put(logger, logger.getLevel()));
        LEVELS.keySet().forEach(logger -> logger.setLevel(Level.DEBUG));
        for (String quiet : List.of("io.lettuce", "io.netty", "org.flywaydb")) {
            LEVELS.putIfAbsent(context.getLogger(quiet), null);
            context.getLogger(quiet).setLevel(Level.WARN);
        }
        HEARD.start();
        root().setLevel(Level.DEBUG);
        root().addAppender(HEARD);
        data = DataFolder.open(folder, Servers.binaries());
        postgres = EmbeddedPostgres.start(data);
        redis = EmbeddedRedis.start(data);
        city = new City(1, postgres.uri(), redis.uri(), "--record-deadline-ms", "200");
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
        postgres.close();
        data.close();
        root().detachAppender(HEARD);
        LEVELS.forEach(Logger::setLevel);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void nothing_personal_and_no_secret_is_written_down_beside_the_tables() throws Exception {
        secret("the plate", PLATE);
        secret("the plate, encoded", URLEncoder.encode(PLATE, StandardCharsets.UTF_8));
        secret("the holder", HOLDER);
        secret("a name in a reason", NAME_IN_A_REASON);
        secret("a bad code", BAD_CODE);
        secret("a bad key", BAD_KEY);
        secret("the admin key", city.adminKey());
        Lot lot = city.lot(new JsonObject().put("capacity", 9));
        for (String key : List.of(lot.entry(), lot.otherEntry(), lot.exit())) {
            secret("a lane's key", key.substring(key.lastIndexOf('_') + 1));
        }
        Paper paper = city.paper(new JsonObject().put("holderRef", HOLDER));
        secret("a paper's code", paper.code());
        secret("a paper's number", paper.credentialId());
        city.permit(paper.credentialId(), lot.id());
        Driver driver = city.driver();
        secret("a phone's code", driver.code());
        city.permit(driver.credentialId(), lot.id());
        WalletDriver wallet = city.walletDriver();
        city.permit(wallet.credentialId(), lot.id());

        drive(lot, paper, driver, wallet);
        givePhones(lot);
        sendNonsense(lot, paper);
        breakStatements(lot);
        takeServersAway(lot, paper);
        export();
        String metrics = send("GET", "/metrics", "", null).body();
        assertTrue(metrics.contains("parkgate_scans_total"), metrics);

        assertFalse(problems.isEmpty());
        assertTrue(HEARD.lines.stream().anyMatch(line -> line.contains("nobody foresaw")), "a failure was logged");
        assertTrue(HEARD.lines.stream().anyMatch(line -> line.contains("operation=\"scan\"")), "scans were logged");
        assertEquals(List.of(), leaks("log", HEARD.lines));
        assertEquals(List.of(), leaks("metrics", List.of(metrics)));
        assertEquals(List.of(), leaks("problem", problems));
        for (String server : List.of("postgres.log", "redis.log")) {
            assertEquals(
                    List.of(),
                    leaks(server, Files.readAllLines(folder.resolve("log").resolve(server))));
        }
    }

    @Test
    void a_plate_that_is_planted_is_found() {
        secret("the plate", "PLANTED-1");
        secret("the holder", "PLANTED-2");
        secret("the code", "PLANTED-3");
        org.slf4j.Logger log = LoggerFactory.getLogger("parkgate.planted");
        log.debug("a car {}", "PLANTED-1");
        log.atDebug().addKeyValue("holder", "PLANTED-2").log("somebody");
        log.debug("it failed", new IllegalStateException("why", new IOException("PLANTED-3")));
        assertEquals(3, leaks("log", HEARD.lines).size());
    }

    private void secret(String name, String text) {
        secrets.put(text, name);
    }

    private List<String> leaks(String where, Iterable<String> lines) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            secrets.forEach((text, name) -> {
                if (line.contains(text)) {
                    found.add(name + " in " + where + ": " + line.substring(0, Math.min(300, line.length())));
                }
            });
        }
        return found;
    }

    /** Grants, refusals, passages. */
    private void drive(Lot lot, Paper paper, Driver driver, WalletDriver wallet) {
        Answer entry = city.scanWithPlate(0, lot.entry(), paper.code(), PLATE);
        assertTrue(entry.granted(), entry::toString);
        assertEquals(200, city.passage(0, lot.entry(), entry, "CONFIRMED").status());
        assertEquals(
                "PASSBACK",
                city.scanWithPlate(0, lot.otherEntry(), paper.code(), PLATE).reason());
        assertEquals(
                "MALFORMED", city.scanWithPlate(0, lot.entry(), BAD_CODE, PLATE).reason());
        String phone = driver.shows(0);
        secret("what a phone shows", phone);
        assertTrue(city.scanWithPlate(0, lot.entry(), phone, PLATE).granted());
        String pass = wallet.shows(0);
        secret("what a wallet shows", pass);
        assertTrue(city.scanWithPlate(0, lot.entry(), pass, PLATE).granted());
        secret("a tampered pass", wallet.shows(0) + "1");
        city.scanWithPlate(0, lot.entry(), wallet.shows(0) + "1", PLATE);
        assertEquals("STALE_CODE", city.scan(0, lot.entry(), driver.shows(-9)).reason());
    }

    /** Recovery codes and visitors' links: good ones, used ones, wrong ones, and one whose statement fails. */
    private void givePhones(Lot lot) throws Exception {
        Visiting visiting = new Visiting(city);
        secret("a recovery code", RECOVERY);
        secret("another's recovery code", WRONG_RECOVERY);
        JsonObject issued = city.post("/v1/credentials", new JsonObject().put("type", "QR_DYNAMIC"));
        Phone phone = new Phone();
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(issued.getString("claimToken"), RECOVERY));
        Driver host = new Driver(claimed.getString("credentialId"), claimed.getString("code"), phone);
        city.permit(host.credentialId(), lot.id());
        UUID id = UUID.randomUUID();
        Instant until = Visiting.inHours(2);
        for (int i = 0; i < 2; i++) {
            Answer given = visiting.give(host, phone, id, lot.id(), until);
            secret("a visitor's link", Visiting.token(given));
            if (i == 1) {
                secret("a visitor's code", visiting.visitor(given).code());
                String used = new Phone().claimBody(Visiting.token(given)).encode();
                assertEquals(409, send("POST", "/v1/devices/claim", "", used).statusCode());
            }
        }
        execute("alter table visitor add constraint none check (id is null) not valid");
        String wish = Visiting.wish(host.credentialId(), phone, UUID.randomUUID(), lot.id(), until)
                .encode();
        assertEquals(500, send("POST", "/v1/devices/visitors", "", wish).statusCode());
        execute("alter table visitor drop constraint none");
        assertEquals(404, recover(WRONG_RECOVERY, "KILL").statusCode());
        recover(RECOVERY + "7", "MOVE");
        HttpResponse<String> moved = recover(RECOVERY, "MOVE");
        assertEquals(200, moved.statusCode());
        secret("the link to another phone", new JsonObject(moved.body()).getString("claimToken"));
        assertEquals(200, recover(RECOVERY, "KILL").statusCode());
        assertEquals(409, recover(RECOVERY, "MOVE").statusCode());
    }

    private HttpResponse<String> recover(String code, String action) {
        String body =
                new JsonObject().put("recoveryCode", code).put("action", action).encode();
        return send("POST", "/v1/devices/recover", "", body);
    }

    /** What nobody should send, in every place where text can stand. */
    private void sendNonsense(Lot lot, Paper paper) throws Exception {
        String plate = URLEncoder.encode(PLATE, StandardCharsets.UTF_8);
        send("POST", "/v1/scans", lot.entry(), "{\"plate\":\"" + PLATE + "\"");
        misname("POST", "/v1/scans", lot.entry(), "{\"" + PLATE + "\":1}");
        send("POST", "/v1/scans", lot.entry(), "{\"scanId\":\"" + PLATE + "\",\"code\":\"" + BAD_CODE + "\"}");
        send("POST", "/v1/scans", lot.entry(), "{\"code\":{\"" + BAD_CODE + "\":[]},\"plate\":[\"" + PLATE + "\"]}");
        send("POST", "/v1/scans", BAD_KEY, "{\"plate\":\"" + PLATE + "\"}");
        send(
                "POST",
                "/v1/passages",
                lot.entry(),
                "{\"decisionId\":\"" + PLATE + "\",\"outcome\":\"" + BAD_CODE + "\"}");
        send("GET", "/v1/places/" + plate, city.adminKey(), null);
        send("GET", "/" + plate + "?plate=" + plate, city.adminKey(), null);
        send("GET", "/v1/credentials?holderRef=" + HOLDER, city.adminKey(), null);
        send("GET", "/v1/credentials?holderRef=" + HOLDER + "&cursor=" + HOLDER, city.adminKey(), null);
        misname("GET", "/v1/credentials?" + HOLDER + "=1", city.adminKey(), null);
        send("GET", "/v1/scans?reason=" + plate, city.adminKey(), null);
        send("GET", "/v1/places?cursor=" + BAD_CODE, BAD_KEY, null);
        send("GET", "/v1/credentials/" + HOLDER, city.adminKey(), null);
        send(
                "POST",
                "/v1/credentials",
                city.adminKey(),
                "{\"type\":\"" + PLATE + "\",\"holderRef\":\"" + HOLDER + "\"}");
        send(
                "POST",
                "/v1/credentials",
                city.adminKey(),
                "{\"type\":\"QR_PRINTED\",\"holderRef\":{\"" + HOLDER + "\":1}}");
        send("POST", "/v1/devices/claim", "", "{\"claimToken\":\"" + BAD_CODE + "\",\"signature\":\"" + PLATE + "\"}");
        send(
                "POST",
                "/v1/holders/erase",
                city.adminKey(),
                "{\"holderRef\":\"" + HOLDER + "\",\"reason\":\"" + HOLDER + "\"}");
        send(
                "POST",
                "/v1/credentials/" + paper.credentialId() + "/unlock",
                city.adminKey(),
                "{\"reason\":\"" + NAME_IN_A_REASON + "\"}");
    }

    /** Statements that PostgreSQL refuses, with rows that say whose they are. */
    private void breakStatements(Lot lot) throws Exception {
        execute("alter table credential add constraint no_holder check (holder_ref is null) not valid");
        HttpResponse<String> failed = send(
                "POST",
                "/v1/credentials",
                city.adminKey(),
                "{\"type\":\"QR_PRINTED\",\"holderRef\":\"" + HOLDER + "\"}");
        assertEquals(500, failed.statusCode(), failed::body);
        execute("alter table credential drop constraint no_holder");

        execute("alter table scan_denial rename to scan_denial_away");
        assertEquals(
                "MALFORMED", city.scanWithPlate(0, lot.entry(), BAD_CODE, PLATE).reason());
        execute("alter table scan_denial_away rename to scan_denial");

        Paper late = city.paper();
        secret("a late paper's code", late.code());
        city.permit(late.credentialId(), lot.id());
        execute("alter table session add constraint no_plate check (plate is null) not valid");
        city.scanWithPlate(0, lot.entry(), late.code(), PLATE); // a statement whose parameters have the plate fails
        execute("alter table session drop constraint no_plate");
        assertEquals(
                200,
                city.insist(0, lot.entry(), late.code(), UUID.randomUUID()).status(),
                "the lane goes on, and so does the test");
    }

    private void takeServersAway(Lot lot, Paper paper) throws Exception {
        city.scan(0, lot.exit(), BAD_CODE); // from now on the lane's key is known without PostgreSQL
        postgres.pause();
        city.scanWithPlate(0, lot.exit(), paper.code(), PLATE);
        postgres.resume();
        postgres.kill();
        send("POST", "/v1/credentials", city.adminKey(), "{\"type\":\"QR_PRINTED\",\"holderRef\":\"" + HOLDER + "\"}");
        city.scanWithPlate(0, lot.entry(), BAD_CODE, PLATE);
        postgres.restart();
        redis.kill();
        assertEquals(503, city.scanWithPlate(0, lot.exit(), paper.code(), PLATE).status());
        redis.restart();
        city.insist(0, lot.exit(), paper.code(), UUID.randomUUID());
        city.insist(0, lot.entry(), paper.code(), UUID.randomUUID());
    }

    private void export() throws Exception {
        String holder = "{\"holderRef\":\"" + HOLDER + "\"}";
        List<HttpResponse<String>> last = new ArrayList<>();
        Await.until(() -> {
            last.clear();
            last.add(send("POST", "/v1/holders/export", city.adminKey(), holder));
            return last.get(0).statusCode() == 200;
        });
        assertTrue(last.get(0).body().contains(PLATE), "the answer itself does say it");
        String erase = "{\"holderRef\":\"" + HOLDER + "\",\"reason\":\"" + NAME_IN_A_REASON + "\"}";
        assertEquals(
                200, send("POST", "/v1/holders/erase", city.adminKey(), erase).statusCode());
    }

    /** The answer names the unknown field as it was sent, to whoever sent it: that is the contract's. */
    private void misname(String method, String path, String key, @Nullable String body) {
        send(method, path, key, body);
        String answer = problems.remove(problems.size() - 1);
        assertTrue(answer.contains("is not a known"), answer);
    }

    private HttpResponse<String> send(String method, String path, String key, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(city.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> answer =
                HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
        if (answer.statusCode() >= 400) {
            problems.add(answer.body() + answer.headers().map());
        }
        return answer;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Jdbc.connect(postgres.uri());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
