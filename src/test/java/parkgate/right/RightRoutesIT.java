package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.testing.ApiServer.Answer;
import parkgate.testing.Servers;

class RightRoutesIT {
    private static final String HOLDER = "0000000000000001";
    private static final String NEWER = "0000000000000002";

    private Rights rights;

    @BeforeEach
    void start() {
        rights = new Rights(Servers.freshDatabaseUri());
        rights.makeLots();
        rights.credential(HOLDER, 1);
    }

    @AfterEach
    void stop() {
        rights.close();
    }

    @Test
    void a_right_is_given_read_changed_and_taken_back() {
        Answer given = give("'placeId':'l','type':'PERMIT','validFrom':'2026-11-22T08:00:00+08:00',"
                + "'recurring':[{'days':['SUN','MON'],'from':'18:00','to':'24:00'}],'poolId':'p'");
        assertEquals(201, given.status());
        String path = "/v1/rights/" + given.json().getString("rightId");
        Answer read = rights.api.get(path);
        assertEquals(given.json(), read.json());
        assertEquals(given.headers().get("etag"), read.headers().get("etag"));
        assertEquals("2026-11-22T00:00:00Z", read.json().getString("validFrom"));
        assertEquals(
                new JsonArray("[{\"days\":[\"MON\",\"SUN\"],\"from\":\"18:00\",\"to\":\"24:00\"}]"),
                read.json().getJsonArray("recurring"));

        Answer changed = patch(
                path,
                read.headers().get("etag"),
                "{'validUntil':'2027-01-01T00:00:00Z','poolId':null,'offlinePolicy':'ALWAYS'}");
        assertEquals("CACHED", read.json().getString("offlinePolicy"), "unless it was said otherwise");
        assertEquals("ALWAYS", changed.json().getString("offlinePolicy"));
        assertEquals(200, changed.status());
        assertEquals("2027-01-01T00:00:00Z", changed.json().getString("validUntil"));
        assertEquals("2026-11-22T00:00:00Z", changed.json().getString("validFrom"), "left out: it stays");
        assertEquals(null, changed.json().getString("poolId"));
        assertNotEquals(read.headers().get("etag"), changed.headers().get("etag"));

        assertEquals(204, delete(path).status());
        assertEquals(404, delete(path).status());
        assertEquals(404, rights.api.get(path).status());
    }

    @Test
    void a_change_needs_the_version_that_was_read() {
        Answer given = give("'placeId':'l','type':'VISITOR'");
        String path = "/v1/rights/" + given.json().getString("rightId");
        JsonObject patch = new JsonObject().put("validUntil", "2027-01-01T00:00:00Z");
        assertEquals(428, rights.api.send("PATCH", path, patch).status());
        assertEquals(
                412,
                patch(path, "\"0\"", "{'validUntil':'2027-01-01T00:00:00Z'}").status());
        assertEquals(
                412,
                rights.api
                        .send("admin", "DELETE", path, new JsonObject(), "If-Match", "\"0\"")
                        .status());
        assertEquals(given.headers().get("etag"), rights.api.get(path).headers().get("etag"));
    }

    @Test
    void of_two_changes_of_one_version_only_one_is_made() throws Exception {
        Answer given = give("'placeId':'l','type':'VISITOR'");
        String path = "/v1/rights/" + given.json().getString("rightId");
        String etag = given.headers().get("etag");
        List<Integer> answers = atOnce(10, () -> patch(path, etag, "{'validUntil':'2027-01-01T00:00:00Z'}")
                .status());
        assertEquals(1, answers.stream().filter(status -> status == 200).count());
        assertEquals(9, answers.stream().filter(status -> status == 412).count());
    }

    @Test
    void a_credential_holds_sixteen_rights_that_have_not_ended() throws Exception {
        give("'placeId':'l','type':'PERMIT','validUntil':'2026-11-22T08:00:00Z'");
        List<Integer> answers =
                atOnce(20, () -> give("'placeId':'l','type':'PERMIT'").status());
        assertEquals(16, answers.stream().filter(status -> status == 201).count());
        assertEquals(4, answers.stream().filter(status -> status == 409).count());
        JsonObject ended = rights.api
                .get("/v1/rights?credentialId=" + HOLDER + "&limit=200")
                .json()
                .getJsonArray("items")
                .getJsonObject(16);
        Answer read = rights.api.get("/v1/rights/" + ended.getString("rightId"));
        String path = "/v1/rights/" + ended.getString("rightId");
        assertEquals(
                409,
                patch(path, read.headers().get("etag"), "{'validUntil':null}").status());
    }

    @Test
    void a_reissued_credential_has_the_rights_of_the_one_it_replaces() {
        String rightId = give("'placeId':'l','type':'PERMIT'").json().getString("rightId");
        rights.reissued(NEWER, HOLDER, 2, HOLDER);
        assertEquals(NEWER, rights.api.get("/v1/rights/" + rightId).json().getString("credentialId"));
        assertEquals(List.of(rightId), ids(rights.api.get("/v1/rights?credentialId=" + NEWER)));
        assertEquals(List.of(rightId), ids(rights.api.get("/v1/rights?credentialId=" + HOLDER)));
    }

    @Test
    void what_does_not_fit_is_named() {
        assertEquals(List.of("/placeId"), fields(give("'placeId':'nowhere','type':'PERMIT'")));
        assertEquals(List.of("/poolId"), fields(give("'placeId':'l','type':'PERMIT','poolId':'q'")));
        assertEquals(List.of("/poolId"), fields(give("'placeId':'d','type':'PERMIT','poolId':'p'")));
        assertEquals(
                List.of("/validUntil"),
                fields(give("'placeId':'l','type':'PERMIT','validFrom':'2026-11-22T08:00:00Z',"
                        + "'validUntil':'2026-11-22T08:00:00Z'")));
        assertEquals(
                List.of("/validUntil"),
                fields(give("'placeId':'l','type':'PERMIT','validUntil':'9999-12-31T23:59:59-18:00'")));
        assertEquals(List.of("/maxUses"), fields(give("'placeId':'l','type':'PERMIT','maxUses':3")));
        assertEquals(
                List.of("/credentialId"),
                fields(rights.give("{'credentialId':'" + NEWER + "','placeId':'l','type':'PERMIT'}")));
        assertEquals(List.of("cursor"), fields(rights.api.get("/v1/rights?cursor=MTox")));
    }

    @Test
    void a_key_sees_and_changes_rights_where_it_is_bound() {
        rights.api.key("l", new Caller("k", KeyKind.OPS, null, null, "l", null));
        String here = give("'placeId':'l','type':'PERMIT'").json().getString("rightId");
        String elsewhere = give("'placeId':'m','type':'PERMIT'").json().getString("rightId");
        assertEquals(200, by("l", "GET", "/v1/rights/" + here).status());
        assertEquals(403, by("l", "GET", "/v1/rights/" + elsewhere).status());
        assertEquals(403, by("l", "DELETE", "/v1/rights/" + elsewhere).status());
        assertEquals(List.of(here), ids(by("l", "GET", "/v1/rights?credentialId=" + HOLDER)));
        assertEquals(403, by("l", "GET", "/v1/rights?placeId=d").status());
        assertEquals(List.of(elsewhere, here), ids(rights.api.get("/v1/rights?placeId=c")));
        assertEquals(
                403,
                rights.api
                        .send(
                                "l",
                                "POST",
                                "/v1/rights",
                                new JsonObject()
                                        .put("credentialId", HOLDER)
                                        .put("placeId", "m")
                                        .put("type", "PERMIT"))
                        .status());
    }

    @Test
    void rights_are_listed_newest_first_page_by_page() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(0, give("'placeId':'l','type':'PERMIT'").json().getString("rightId"));
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Answer page = rights.api.get("/v1/rights?placeId=l&limit=3" + (next.isEmpty() ? "" : "&cursor=" + next));
            seen.addAll(ids(page));
            next = page.json().getString("nextCursor");
        } while (next != null);
        assertEquals(made, seen);
    }

    private Answer give(String rest) {
        return rights.give("{'credentialId':'" + HOLDER + "'," + rest + "}");
    }

    private Answer patch(String path, String etag, String json) {
        return rights.api.send("admin", "PATCH", path, new JsonObject(json.replace('\'', '"')), "If-Match", etag);
    }

    private Answer delete(String path) {
        return by("admin", "DELETE", path);
    }

    private Answer by(String key, String method, String path) {
        return rights.api.send(key, method, path, new JsonObject());
    }

    private static List<String> ids(Answer list) {
        assertEquals(200, list.status());
        return list.json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("rightId"))
                .toList();
    }

    private static List<String> fields(Answer refused) {
        assertEquals(422, refused.status());
        return refused.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(call);
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
