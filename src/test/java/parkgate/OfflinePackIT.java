package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.City.Lot;
import parkgate.City.Paper;
import parkgate.embedded.EmbeddedRedis;
import parkgate.signing.CoseMessage;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** The pack of a lane, read by code that is not ours, at two instances. */
class OfflinePackIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static EmbeddedRedis redis;
    private static City city;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        city = new City(2, Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        city.close();
        redis.close();
    }

    private static CompletableFuture<HttpResponse<byte[]>> asking(int instance, String lane, @Nullable String etag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(city.url(instance) + "/v1/lane/offline-pack"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + lane);
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonObject pack(int instance, String lane) {
        return verified(asking(instance, lane, null).join());
    }

    /** The payload, once a public key of the service, got another way, has vouched for it. */
    private static JsonObject verified(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode());
        CoseMessage message = CoseMessage.read(answer.body());
        assertEquals("application/vnd.parkgate.offline-pack+cose", message.type());
        JsonArray keys = city.get("/v1/keys").getJsonArray("keys");
        boolean vouched = keys.stream()
                .map(JsonObject.class::cast)
                .map(key -> Base64.getUrlDecoder().decode(key.getString("x")))
                .anyMatch(message::isSignedBy);
        assertTrue(vouched, "signed by none of the published keys");
        JsonObject pack = new JsonObject(new String(message.payload(), StandardCharsets.UTF_8));
        List<String> packKids = pack.getJsonArray("packKeys").stream()
                .map(key -> ((JsonObject) key).getString("kid"))
                .toList();
        assertTrue(packKids.contains(HexFormat.of().formatHex(message.kid())), packKids::toString);
        return pack;
    }

    private static Set<String> holders(JsonObject pack) {
        Set<String> holders = new TreeSet<>();
        pack.getJsonArray("rights").forEach(right -> holders.add(((JsonObject) right).getString("credentialId")));
        return holders;
    }

    private static int dead(JsonObject pack) {
        int dead = 0;
        for (Object shard : pack.getJsonArray("statusLists")) {
            for (byte eight : inflated(((JsonObject) shard).getString("zlib"))) {
                dead += Integer.bitCount(eight & 0xff);
            }
        }
        return dead;
    }

    private static byte[] inflated(String text) {
        Inflater inflater = new Inflater();
        inflater.setInput(Base64.getUrlDecoder().decode(text));
        byte[] bits = new byte[131_072];
        try {
            assertEquals(bits.length, inflater.inflate(bits));
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
        return bits;
    }

    private static Paper guest(String placeId, JsonObject terms) {
        Paper paper = city.paper();
        city.permit(paper.credentialId(), placeId, terms);
        return paper;
    }

    @Test
    void it_holds_the_rights_that_count_here_the_rules_and_the_keys_and_nothing_of_anybody_else() {
        Lot lot = city.lot(new JsonObject()
                .put("capacity", 40)
                .put("stalePack", "NO_ENTRY")
                .put("passback", "SOFT")
                .put("timeZone", "Asia/Shanghai"));
        Lot other = city.lot(new JsonObject());
        Paper here = guest(
                lot.id(),
                new JsonObject()
                        .put("offlinePolicy", "ALWAYS")
                        .put("validFrom", "2026-01-01T00:00:00Z")
                        .put("validUntil", "2099-01-01T00:00:00Z")
                        .put(
                                "recurring",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("days", new JsonArray().add("MON"))
                                                .put("from", "18:00")
                                                .put("to", "08:00"))));
        Paper district = guest("district", new JsonObject().put("offlinePolicy", "NEVER"));
        Paper elsewhere = guest(other.id(), new JsonObject());
        Paper ended = guest(lot.id(), new JsonObject().put("validUntil", "2026-01-02T00:00:00Z"));

        JsonObject pack = pack(0, lot.entry());

        assertEquals(1, pack.getInteger("pack"));
        assertEquals(lot.id(), pack.getString("lotId"));
        assertEquals(lot.id() + "-entry", pack.getString("laneId"));
        Duration fresh = Duration.between(
                Instant.parse(pack.getString("issuedAt")), Instant.parse(pack.getString("staleAfter")));
        assertEquals(Duration.ofHours(24), fresh);
        JsonObject rules = pack.getJsonObject("lot");
        assertEquals("NO_ENTRY", rules.getString("stalePack"));
        assertEquals("SOFT", rules.getString("passback"));
        assertEquals(40, rules.getInteger("capacity"));
        assertEquals("Asia/Shanghai", rules.getString("timeZone"));
        assertEquals("ENTRY", pack.getJsonObject("lane").getString("direction"));
        assertEquals(60, pack.getJsonObject("lane").getInteger("passageTimeoutSeconds"));
        assertFalse(pack.getJsonArray("codeKeys").isEmpty());
        assertEquals(0, pack.getLong("rightsLeftOut"));

        Set<String> holders = holders(pack);
        assertTrue(holders.contains(here.credentialId()) && holders.contains(district.credentialId()), pack::encode);
        assertFalse(holders.contains(elsewhere.credentialId()) || holders.contains(ended.credentialId()));
        JsonObject right = pack.getJsonArray("rights").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("credentialId").equals(here.credentialId()))
                .findFirst()
                .orElseThrow();
        assertEquals("S", right.getString("class"));
        assertEquals("PERMIT", right.getString("type"));
        assertEquals("2026-01-01T00:00:00.000Z", right.getString("validFrom"));
        assertEquals("2099-01-01T00:00:00.000Z", right.getString("validUntil"));
        assertEquals("ALWAYS", right.getString("offlinePolicy"));
        assertEquals("18:00", right.getJsonArray("recurring").getJsonObject(0).getString("from"));
        assertFalse(pack.encode().contains("holder"), "nothing says whose they are");
    }

    @Test
    void who_has_it_is_told_so_until_something_of_this_lot_changes() throws IOException {
        Lot lot = city.lot(new JsonObject());
        Lot other = city.lot(new JsonObject());
        HttpResponse<byte[]> first = asking(0, lot.entry(), null).join();
        String etag = first.headers().firstValue("ETag").orElseThrow();
        long version = verified(first).getLong("version");

        guest(other.id(), new JsonObject());
        HttpResponse<byte[]> same = asking(0, lot.entry(), etag).join();
        // An hour may have passed in between, but not two of them.
        assertTrue(same.statusCode() == 304
                || asking(0, lot.entry(), same.headers().firstValue("ETag").get())
                                .join()
                                .statusCode()
                        == 304);
        JsonObject after = pack(0, lot.entry());
        boolean sameHour = hour(after) == hour(verified(first));
        assertTrue(!sameHour || version == after.getLong("version"), "what changes elsewhere leaves it alone");

        Paper guest = guest(lot.id(), new JsonObject());
        Await.until(() -> holders(pack(0, lot.entry())).contains(guest.credentialId()));
        assertTrue(pack(0, lot.entry()).getLong("version") > version);
        assertEquals(200, asking(0, lot.entry(), etag).join().statusCode());
    }

    private static long hour(JsonObject pack) {
        return Instant.parse(pack.getString("issuedAt")).getEpochSecond() / 3_600;
    }

    @Test
    void an_instance_that_is_started_later_never_says_a_lower_version_than_those_before_it(@TempDir Path folder) {
        String database = Servers.freshDatabaseUri();
        String keyFile = folder.resolve("keys.p12").toString();
        String lane;
        long last;
        try (City first = new City(1, database, redis.uri(), "--key-file", keyFile)) {
            Lot lot = first.lot(new JsonObject());
            lane = lot.entry();
            Paper guest = first.paper();
            long before = heartbeat(first, lane);
            first.permit(guest.credentialId(), lot.id());
            Await.until(() -> heartbeat(first, lot.entry()) > before);
            last = heartbeat(first, lane);
        }
        try (City second = new City(1, database, redis.uri(), "--key-file", keyFile)) {
            assertTrue(heartbeat(second, lane) >= last);
        }
    }

    private static long heartbeat(City any, String lane) {
        return any.post(
                        lane,
                        "/v1/lane/heartbeat",
                        new JsonObject().put("clock", Instant.now().toString()))
                .getLong("packVersion");
    }

    @Test
    void a_revocation_is_in_the_packs_of_every_instance_and_makes_them_newer() {
        Lot lot = city.lot(new JsonObject());
        Paper guest = guest(lot.id(), new JsonObject());
        JsonObject before = pack(1, lot.entry());
        assertTrue(holders(before).contains(guest.credentialId()));

        city.post("/v1/credentials/" + guest.credentialId() + "/revoke", new JsonObject().put("reason", "lost"));

        Await.until(() -> dead(pack(1, lot.entry())) > dead(before));
        JsonObject after = pack(1, lot.entry());
        assertFalse(holders(after).contains(guest.credentialId()));
        assertTrue(after.getLong("version") > before.getLong("version"));
        assertNotEquals(before.getString("statusListVersion"), after.getString("statusListVersion"));
    }

    @Test
    void a_heartbeat_says_which_pack_is_to_be_had_and_how_many_cars_the_lane_may_let_in_by_itself() {
        Lot lot = city.lot(new JsonObject().put("capacity", 41));
        Paper inside = guest(lot.id(), new JsonObject());
        assertTrue(city.scan(0, lot.entry(), inside.code()).granted());
        JsonObject clock = new JsonObject().put("clock", Instant.now().toString());

        JsonObject entry = city.post(lot.entry(), "/v1/lane/heartbeat", clock);
        JsonObject exit = city.post(lot.exit(), "/v1/lane/heartbeat", clock);

        assertEquals(pack(0, lot.entry()).getLong("version"), entry.getLong("packVersion"));
        assertEquals(20, entry.getInteger("offlineEntries"), "two lanes share forty spaces");
        assertEquals(0, exit.getInteger("offlineEntries"));
        Lot unbounded = city.lot(new JsonObject());
        JsonObject free = city.post(unbounded.entry(), "/v1/lane/heartbeat", clock);
        assertTrue(free.containsKey("offlineEntries") && free.getValue("offlineEntries") == null, free::encode);
    }

    @Test
    void what_was_issued_in_place_of_a_lost_paper_has_its_right() {
        Lot lot = city.lot(new JsonObject());
        Paper lost = guest(lot.id(), new JsonObject());
        pack(0, lot.entry());
        JsonObject fresh = city.post("/v1/credentials/" + lost.credentialId() + "/reissue");
        Await.until(() -> holders(pack(0, lot.entry())).equals(Set.of(fresh.getString("credentialId")))
                || holders(pack(0, lot.entry())).containsAll(Set.of(fresh.getString("credentialId"))));
        assertFalse(holders(pack(0, lot.entry())).contains(lost.credentialId()));
    }

    @Test
    void the_version_never_goes_down_from_one_change_to_the_next_whichever_instance_is_asked() {
        Lot lot = city.lot(new JsonObject());
        long last = 0;
        for (int i = 0; i < 10; i++) {
            Paper guest = guest(lot.id(), new JsonObject());
            int instance = i % 2;
            Await.until(() -> holders(pack(instance, lot.entry())).contains(guest.credentialId()));
            // What it holds may be newer than what it says, for as long as this instance has not come to it in the log.
            long before = last;
            Await.until(() -> pack(instance, lot.entry()).getLong("version") > before);
            long version = pack(instance, lot.entry()).getLong("version");
            assertTrue(version > last, version + " after " + last);
            last = version;
        }
    }

    @Test
    void lanes_that_come_back_at_once_cost_a_pack_for_each_and_no_more_however_often_they_ask() {
        List<String> lanes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Lot lot = city.lot(new JsonObject());
            guest(lot.id(), new JsonObject());
            lanes.addAll(List.of(lot.entry(), lot.otherEntry(), lot.exit()));
        }
        double before = made();
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        IntStream.range(0, 180).forEach(i -> all.add(asking(0, lanes.get(i % lanes.size()), null)));
        all.forEach(one -> assertEquals(200, one.join().statusCode()));
        assertEquals(
                60, made() - before, 60.0, "packs made for 60 lanes that asked three times; an hour may have begun");
    }

    private static double made() {
        try {
            String metrics = HTTP.send(
                            HttpRequest.newBuilder(URI.create(city.url(0) + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith("parkgate_packs_made_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
