package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.testing.ApiServer.Answer;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

class RightImportIT {
    private static final String HEADER = "credentialId,placeId,type,validUntil,poolId\n";
    private static final String PATH = "/v1/rights/import";
    private static final int HOLDERS = 40;

    private Rights rights;

    @BeforeEach
    void start() {
        rights = new Rights(Servers.freshDatabaseUri());
        rights.makeLots();
        for (int i = 1; i <= HOLDERS; i++) {
            rights.credential(id(i), i);
        }
    }

    @AfterEach
    void stop() {
        rights.close();
    }

    @Test
    void all_rights_of_a_file_count_at_once() {
        String file = HEADER
                + IntStream.rangeClosed(1, HOLDERS)
                        .mapToObj(i -> id(i) + ",l,PERMIT,,p\n" + id(i) + ",d,VISITOR,2027-01-01T00:00:00Z,\n")
                        .collect(Collectors.joining());
        JsonObject job = ended(send(file));
        assertEquals("DONE", job.getString("status"), job::encode);
        assertEquals(2 * HOLDERS, job.getInteger("applied"));
        for (int i : new int[] {1, HOLDERS}) {
            var held = rights.api.get("/v1/rights?credentialId=" + id(i)).json().getJsonArray("items");
            assertEquals(2, held.size());
            JsonObject permit = held.stream()
                    .map(JsonObject.class::cast)
                    .filter(right -> right.getString("type").equals("PERMIT"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("p", permit.getString("poolId"));
            assertEquals("l", permit.getString("placeId"));
        }
        long version = number("select min(version) from access_right");
        assertNotEquals(0, version, "each carries the version of its change");
        assertEquals(HOLDERS, number("select count(*) from change where kind = 'RIGHT'"));
        assertEquals(number("select max(version) from change"), rights.feed.version());
        assertEquals(2 * HOLDERS, number("select count(*) from audit where action = 'right.given'"));
    }

    @Test
    void one_wrong_line_and_no_right_is_given() {
        String file = HEADER + id(1) + ",l,PERMIT,,\n" + id(2) + ",nowhere,PERMIT,,\n" + id(3) + ",m,PERMIT,,p\n";
        JsonObject job = ended(send(file));
        assertEquals("REFUSED", job.getString("status"));
        assertEquals(2, job.getInteger("errorCount"));
        assertEquals(3, job.getJsonArray("errors").getJsonObject(0).getInteger("line"));
        assertEquals("placeId", job.getJsonArray("errors").getJsonObject(0).getString("field"));
        assertEquals("poolId", job.getJsonArray("errors").getJsonObject(1).getString("field"));
        assertEquals(0, number("select count(*) from access_right"));
    }

    @Test
    void what_only_the_database_knows_is_told_by_line_too() {
        rights.reissued("0000000000000099", id(3), 99, id(3));
        sql("update credential set status = 'REPLACED' where id = '" + id(3) + "'");
        rights.api.key("other", new Caller("other", KeyKind.OPS, null, null, "d", null));
        String file = HEADER + "ZZZZZZZZZZZZZZZZ,l,PERMIT,,\n" + id(3) + ",l,PERMIT,,\n"
                + (id(4) + ",l,PERMIT,,\n").repeat(17)
                + (id(5) + ",l,PERMIT,2020-01-01T00:00:00Z,\n").repeat(20);
        JsonObject job = ended(rights.api.sendText("other", PATH, "text/csv", file));
        assertEquals("REFUSED", job.getString("status"), job::encode);
        assertEquals(
                "[2, 3, 20]",
                job.getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getInteger("line"))
                        .toList()
                        .toString(),
                "rights that have ended do not count");
        assertEquals(0, number("select count(*) from access_right"));
        assertEquals(
                "DONE",
                ended(send(HEADER + id(3) + ",l,PERMIT,,\n")).getString("status"),
                "an admin may name the old number: the right is the newer one's");
    }

    @Test
    void a_key_imports_for_its_own_places_and_sees_its_own_imports() {
        rights.api.key("mine", new Caller("mine", KeyKind.OPS, null, null, "l", null));
        rights.api.key("others", new Caller("others", KeyKind.OPS, null, null, "m", null));
        String file = HEADER + id(1) + ",l,PERMIT,,\n";
        JsonObject refused = ended(rights.api.sendText("others", PATH, "text/csv", file));
        assertEquals("REFUSED", refused.getString("status"));
        JsonObject done = ended(rights.api.sendText("mine", PATH, "text/csv", file));
        assertEquals("DONE", done.getString("status"));
        String path = PATH + "/" + done.getString("importId");
        assertEquals(200, rights.api.send("mine", "GET", path, new JsonObject()).status());
        assertEquals(
                404, rights.api.send("others", "GET", path, new JsonObject()).status());
        assertEquals(200, rights.api.get(path).status(), "an admin sees all");
        assertEquals(404, rights.api.get("/v1/rights/import/nothing").status());
    }

    @Test
    void only_csv_is_taken() {
        assertEquals(
                415,
                rights.api.sendText("admin", PATH, "application/json", "{}").status());
        Answer large = rights.api.sendText("admin", PATH, "text/csv", "x".repeat(ImportRoutes.MAX_BYTES + 1));
        assertEquals(413, large.status());
        assertEquals(
                "DONE", ended(send(HEADER + id(1) + ",l,PERMIT,,\n")).getString("status"), "the next one has its turn");
    }

    @Test
    void a_file_that_takes_its_time_is_a_job_and_the_next_one_has_to_wait() throws SQLException {
        String file = HEADER + id(1) + ",l,PERMIT,,\n";
        Answer taken;
        try (Connection other = Jdbc.connect(rights.uri);
                Statement statement = other.createStatement()) {
            statement.execute("begin; select pg_advisory_xact_lock(hashtext('parkgate.right_import'))");
            taken = send(file);
            assertEquals(202, taken.status());
            String path = taken.headers().get("location");
            assertEquals(202, rights.api.get(path).status());
            Answer second = send(file);
            assertEquals(503, second.status());
            assertEquals("/problems/import-busy", second.json().getString("type"));
            assertEquals("10", second.headers().get("retry-after"));
            assertEquals(0, number("select count(*) from access_right"));
            statement.execute("rollback");
        }
        assertEquals("DONE", ended(taken).getString("status"));
        assertEquals(1, number("select count(*) from access_right"));
    }

    @Test
    void a_job_whose_instance_died_has_given_nothing() {
        sql("insert into right_import (id, key_id, state, rights, applied, created_at, touched_at) values"
                + " ('00000000-0000-4000-8000-000000000001', 'k', 'APPLYING', 5, 3, '2026-11-22T07:00:00Z',"
                + " '2026-11-22T07:00:00Z')");
        Answer lost = rights.api.get(PATH + "/00000000-0000-4000-8000-000000000001");
        assertEquals(200, lost.status());
        assertEquals("FAILED", lost.json().getString("status"));
        assertEquals(0, lost.json().getInteger("applied"));
    }

    private Answer send(String file) {
        return rights.api.sendText("admin", PATH, "text/csv; charset=utf-8", file);
    }

    /** What became of it. */
    private JsonObject ended(Answer taken) {
        assertTrue(taken.status() == 200 || taken.status() == 202, () -> taken.status() + " " + taken.json());
        Answer now = taken;
        while (now.json().getString("status").equals("APPLYING")) {
            now = rights.api.get(PATH + "/" + taken.json().getString("importId"));
        }
        return now.json();
    }

    private static String id(int i) {
        return String.format("%016d", i);
    }

    private long number(String query) {
        try (Connection connection = Jdbc.connect(rights.uri);
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void sql(String change) {
        try (Connection connection = Jdbc.connect(rights.uri);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
