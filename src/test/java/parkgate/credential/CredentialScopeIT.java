package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.postgres.SqlFile;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyRing;
import parkgate.testing.ApiServer.Answer;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/**
 * Who may deal with whose credentials. City {@code c} has district {@code d} with the lots {@code l}, which operator
 * {@code o} runs, and {@code m}, which {@code p} runs, and district {@code e} with lot {@code n} of {@code o}. Each key is
 * called after what it is bound to.
 */
class CredentialScopeIT {
    @TempDir
    static Path folder;

    /** A line of a plan that reads the table, with how many rows how often. */
    private static final Pattern READ =
            Pattern.compile("Scan.* on credential\\b.*\\(actual rows=([0-9.]+) loops=([0-9]+)\\)");

    private static KeyRing keys;
    private static Town shared;

    private Town town = shared;

    @BeforeAll
    static void start() throws Exception {
        keys = KeyFile.openOrMake(
                folder.resolve("keys.p12"), new SecureRandom(), Instant.parse("2026-11-22T08:00:00Z"));
        shared = new Town(Servers.freshDatabaseUri(), keys);
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @AfterEach
    void leave() {
        if (town != shared) {
            town.close();
        }
    }

    private void alone() {
        town = new Town(Servers.freshDatabaseUri(), keys);
    }

    @ParameterizedTest
    @CsvSource({
        "l, 'l d c o admin', 'm n e p'",
        "d, 'd c admin', 'l m n e o p'",
        "o, 'o admin', 'l m n c d e p'",
        "admin, admin, 'l m n c d e o p'"
    })
    void a_key_deals_with_what_was_issued_within_its_binding(String issuer, String within, String without) {
        for (String key : within.split(" ", -1)) {
            String path = issued(issuer);
            assertEquals(200, town.get(key, path).status(), key);
            assertEquals(200, town.post(key, path + "/unlock").status(), key);
            JsonObject newer = town.post(key, path + "/reissue").json();
            assertEquals(path, "/v1/credentials/" + newer.getString("replaces"));
            String newerPath = "/v1/credentials/" + newer.getString("credentialId");
            assertEquals(200, town.post(key, newerPath + "/revoke").status(), key);
            // Whoever may not draw it is told 403.
            assertEquals(409, town.get(key, newerPath + "/qr.png").status(), key);
            assertEquals(409, town.get(key, newerPath + "/qr.svg").status(), key);
            assertEquals(409, town.get(key, newerPath + "/google-wallet").status(), key);
        }
        for (String key : without.split(" ", -1)) {
            assertRefused(key, issued(issuer));
        }
    }

    private void assertRefused(String key, String path) {
        assertEquals(403, town.get(key, path).status(), key);
        assertMayNotTouch(key, path);
    }

    private void assertMayNotTouch(String key, String path) {
        for (String picture : List.of("/qr.png", "/qr.svg?size=300", "/google-wallet")) {
            assertEquals(403, town.get(key, path + picture).status(), key);
        }
        for (String act : List.of("/revoke", "/reissue", "/unlock")) {
            assertEquals(403, town.post(key, path + act).status(), key);
        }
        assertEquals("ACTIVE", town.get("admin", path).json().getString("status"));
    }

    static Stream<List<String>> operations() {
        return Stream.of(
                List.of("POST", ""),
                List.of("GET", ""),
                List.of("GET", "/{id}"),
                List.of("GET", "/{id}/qr.png"),
                List.of("GET", "/{id}/qr.svg"),
                List.of("GET", "/{id}/google-wallet"),
                List.of("POST", "/{id}/revoke"),
                List.of("POST", "/{id}/reissue"),
                List.of("POST", "/{id}/unlock"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_api_or_a_lane_key_and_no_key_have_no_business_with_credentials(List<String> operation) {
        town.key("api", new Caller("api", KeyKind.API, null, null, "l", null));
        town.key("lane", Caller.lane("lane", "l-in", "l"));
        JsonObject body =
                operation.equals(List.of("POST", "")) ? new JsonObject().put("type", "QR_PRINTED") : new JsonObject();
        String path = issued("l").replaceFirst("/[^/]+$", "") + operation.get(1).replace("{id}", id(issued("l")));
        assertEquals(403, town.send("api", operation.get(0), path, body).status());
        assertEquals(403, town.send("lane", operation.get(0), path, body).status());
        assertEquals(401, town.send("nobody", operation.get(0), path, body).status());
    }

    @Test
    void the_issuer_is_told_and_a_reissue_keeps_it() {
        assertEquals(
                new JsonObject().put("placeId", "l"),
                town.get("l", issued("l")).json().getJsonObject("issuer"));
        assertEquals(
                new JsonObject().put("operatorId", "o"),
                town.get("o", issued("o")).json().getJsonObject("issuer"));
        JsonObject services = town.get("admin", issued("admin")).json();
        assertTrue(services.containsKey("issuer"));
        assertEquals(null, services.getValue("issuer"));

        JsonObject newer = town.post("admin", issued("l") + "/reissue").json();
        assertEquals(new JsonObject().put("placeId", "l"), newer.getJsonObject("issuer"));
        assertEquals(
                200,
                town.get("l", "/v1/credentials/" + newer.getString("credentialId"))
                        .status());
    }

    @Test
    void a_place_that_goes_to_another_operator_takes_what_it_issued_along() {
        alone();
        String path = issued("l");
        town.place("l", "{'type':'LOT','parentId':'d','name':'Lot','operatorId':'p'}");
        assertEquals(403, town.get("o", path).status());
        assertEquals(200, town.get("p", path).status());
    }

    @Test
    void what_is_unknown_is_a_404_for_every_key() {
        for (String act : List.of("", "/qr.png")) {
            assertEquals(
                    404, town.get("l", "/v1/credentials/0000000000000000" + act).status());
        }
        assertEquals(
                404, town.post("l", "/v1/credentials/0000000000000000/revoke").status());
    }

    @Test
    void a_key_lists_what_was_issued_within_its_binding_page_by_page() {
        alone();
        List<String> issued = new ArrayList<>();
        for (String issuer : List.of("l", "o", "m", "d", "admin", "n", "l", "e", "o", "p")) {
            issued.add(0, issuer + ":" + id(issued(issuer, "same")));
        }
        assertEquals(of(issued, "l"), listed("l", ""));
        assertEquals(of(issued, "l", "m", "d"), listed("d", ""));
        assertEquals(of(issued, "l", "m", "d", "n", "e"), listed("c", ""));
        assertEquals(of(issued, "o", "l", "n"), listed("o", ""));
        assertEquals(of(issued, "p", "m"), listed("p", ""));
        assertEquals(issued.stream().map(one -> one.replaceFirst(".*:", "")).toList(), listed("admin", ""));
        for (String key : List.of("l", "d", "c", "o", "p")) {
            assertEquals(listed(key, ""), listed(key, "&holderRef=same"), key);
            assertEquals(List.of(), listed(key, "&holderRef=other"), key);
        }
        String named = id(issued("o", "other"));
        assertEquals(List.of(named), listed("o", "&holderRef=other"));
        assertEquals(List.of(), listed("l", "&holderRef=other"));
    }

    @Test
    void a_right_at_a_place_lets_its_keys_look_and_no_more() {
        String path = issued("p", "the holder");
        Answer right = town.right("l", id(path), "l");
        assertEquals(201, right.status());
        for (String key : List.of("l", "d", "c", "o")) {
            JsonObject seen = town.get(key, path).json();
            assertEquals("ACTIVE", seen.getString("status"), key);
            assertEquals(id(path), seen.getString("visualNumber").replace("-", ""));
            assertEquals(new JsonObject().put("operatorId", "p"), seen.getJsonObject("issuer"));
            assertFalse(seen.containsKey("holderRef"), key);
            assertFalse(seen.containsKey("code"), key);
            assertMayNotTouch(key, path);
            assertFalse(listed(key, "").contains(id(path)), key);
            assertEquals(List.of(), listed(key, "&holderRef=the%20holder"));
        }
        assertRefused("n", path);
        assertRefused("m", path);
        assertEquals("the holder", town.get("p", path).json().getString("holderRef"));

        town.send("p", "POST", path + "/revoke", new JsonObject().put("reason", "did not pay"));
        JsonObject revoked = town.get("l", path).json();
        assertEquals("REVOKED", revoked.getString("status"));
        assertTrue(revoked.containsKey("revokedAt"));
        assertFalse(revoked.containsKey("revokeReason"));

        String rightPath = "/v1/rights/" + right.json().getString("rightId");
        assertEquals(204, town.send("l", "DELETE", rightPath, new JsonObject()).status());
        assertEquals(403, town.get("l", path).status());
    }

    @Test
    void a_right_of_the_city_does_not_show_a_credential_to_its_lots() {
        String path = issued("admin");
        town.right("admin", id(path), "c");
        assertEquals(200, town.get("c", path).status());
        assertEquals(403, town.get("l", path).status());
        assertEquals(403, town.get("o", path).status());
    }

    @Test
    void a_right_is_given_to_anybodys_credential_but_an_old_number_leads_strangers_to_no_newer_one() {
        String path = issued("p");
        String newer = town.post("p", path + "/reissue").json().getString("credentialId");
        Answer strangers = town.right("l", id(path), "l");
        assertEquals(409, strangers.status());
        assertEquals("/problems/credential-replaced", strangers.json().getString("type"));
        assertFalse(strangers.json().encode().contains(newer));
        assertEquals(201, town.right("l", newer, "l").status());
        assertEquals(newer, town.right("admin", id(path), "l").json().getString("credentialId"));
        assertEquals(newer, town.right("p", id(path), "m").json().getString("credentialId"));
    }

    @Test
    void a_list_reads_nothing_that_others_issued() throws SQLException {
        alone();
        issued("l", "same");
        try (Connection sql = Jdbc.connect(town.uri);
                Statement statement = sql.createStatement()) {
            statement.execute("""
                    insert into credential (id, root_id, type, holder_ref, status_index, not_before, expires_at,
                                            issuer_place_id, issuer_operator_id, created_at)
                    select lpad(n::text, 16, '0'), lpad(n::text, 16, '0'), 'QR_PRINTED', 'same', 4000000000 + n, now(), now(),
                           case n % 3 when 0 then 'n' end, case n % 3 when 1 then 'p' end, now() + make_interval(secs => n)
                    from generate_series(1, 20000) n;
                    analyze credential;
                    prepare all_of (text[], text, timestamptz, text, bigint) as\s""" + SqlFile.load("credential/list_of_issuers.sql") + """
                    ;
                    prepare holders_of (text[], text, text, timestamptz, text, bigint) as\s"""
                    + SqlFile.load("credential/list_of_issuers_of_holder.sql"));
            assertEquals(1, rowsRead(statement, "all_of ('{l,m}', 'o', null, '', 51)"));
            assertEquals(1, rowsRead(statement, "holders_of ('{l,m}', 'o', 'same', null, '', 51)"));
            assertEquals(52, rowsRead(statement, "all_of ('{l,m}', 'p', null, '', 51)"));
            assertEquals(51, rowsRead(statement, "holders_of ('{n}', null, 'same', null, '', 51)"));
        }
    }

    /** Rows that the statement takes from the table of credentials; it must drop none of them for not fitting. */
    private static double rowsRead(Statement statement, String prepared) throws SQLException {
        double rows = 0;
        try (ResultSet plan = statement.executeQuery("explain (analyze, costs off, timing off) execute " + prepared)) {
            while (plan.next()) {
                String line = plan.getString(1);
                assertFalse(line.contains("Rows Removed"), line);
                Matcher read = READ.matcher(line);
                rows += read.find() ? Double.parseDouble(read.group(1)) * Double.parseDouble(read.group(2)) : 0;
            }
        }
        return rows;
    }

    private String issued(String key) {
        return issued(key, "holder");
    }

    /** Issues a printed credential; answers its path. */
    private String issued(String key, String holderRef) {
        Answer issued = town.send(
                key,
                "POST",
                "/v1/credentials",
                new JsonObject().put("type", "QR_PRINTED").put("holderRef", holderRef));
        assertEquals(201, issued.status());
        assertNotEquals(null, issued.json().getString("code"));
        return "/v1/credentials/" + issued.json().getString("credentialId");
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> of(List<String> issued, String... issuers) {
        return issued.stream()
                .filter(one -> List.of(issuers).contains(one.substring(0, one.indexOf(':'))))
                .map(one -> one.substring(one.indexOf(':') + 1))
                .toList();
    }

    private List<String> listed(String key, String filter) {
        List<String> all = new ArrayList<>();
        String next = "";
        do {
            Answer page = town.get(key, "/v1/credentials?limit=2" + filter + (next.isEmpty() ? "" : "&cursor=" + next));
            assertEquals(200, page.status());
            page.json().getJsonArray("items").forEach(one -> all.add(((JsonObject) one).getString("credentialId")));
            next = page.json().getString("nextCursor");
        } while (next != null);
        return all;
    }
}
