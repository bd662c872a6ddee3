package parkgate.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.CodeClass;
import parkgate.core.access.LotRules;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** Instances that follow one change log, and what they would put into the packs of a lot. */
class PackVersionsIT {
    private static final String LANE = "lane";

    /** In a year in which the rights of this test count. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T10:20:00Z"));

    private final InstantSource clock = now::get;
    private Vertx vertx;
    private Database database;
    private int holders;

    /** As one process has it. */
    private final class Instance {
        final ChangeFeed feed = new ChangeFeed(database, clock, new SimpleMeterRegistry());
        final PackVersions versions = new PackVersions(database.pool(), feed, clock);

        Instance() {
            Await.result(feed.open());
            versions.load();
        }

        long version() {
            Await.result(feed.applyNow());
            return versions.ofPack(LANE, rules("lot"));
        }
    }

    @BeforeEach
    void a_lot_and_another() {
        vertx = Vertx.vertx();
        database = Database.open(vertx, Servers.freshDatabaseUri(), 4);
        run("""
                insert into place (id, type, parent_id, name, version) values ('city', 'CITY', null, 'City', 1),
                    ('district', 'DISTRICT', 'city', 'District', 1), ('lot', 'LOT', 'district', 'Lot', 1),
                    ('elsewhere', 'LOT', 'district', 'Elsewhere', 1)
                """);
    }

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    private void run(String sql) {
        Await.result(database.pool().query(sql).execute());
    }

    private static LotRules rules(String lotId) {
        return new LotRules(
                lotId,
                List.of(lotId, "district", "city"),
                "",
                ZoneOffset.UTC,
                1,
                10,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                CodeClass.S,
                false,
                LotRules.NoOpenSession.OPEN_AND_FLAG,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                60_000,
                Map.of());
    }

    /** Somebody new has a right there; who it is. */
    private String give(String placeId) {
        String id = "%016d".formatted(++holders);
        run("""
                insert into credential (id, root_id, type, status_index, not_before, expires_at)
                    values ('%1$s', '%1$s', 'QR_PRINTED', %2$d, '2026-01-01', '2099-01-01')
                """.formatted(id, holders));
        run("""
                insert into access_right (id, root_id, place_id, type, version, created_at)
                    values (gen_random_uuid(), '%s', '%s', 'PERMIT', 1, '2026-01-01'::timestamptz + %d * interval '1 s')
                """.formatted(id, placeId, holders));
        run("select record_change('RIGHT', '" + id + "')");
        return id;
    }

    @Test
    void a_right_here_or_where_the_lot_lies_raises_it_and_one_elsewhere_does_not() {
        Instance one = new Instance();
        long first = one.version();
        give("elsewhere");
        assertEquals(first, one.version());
        give("lot");
        long second = one.version();
        assertTrue(second > first);
        give("city");
        assertTrue(one.version() > second);
    }

    @Test
    void an_instance_that_begins_later_never_says_a_lower_one() {
        Instance one = new Instance();
        give("lot");
        long said = one.version();
        assertTrue(new Instance().version() >= said);
        give("elsewhere");
        assertTrue(new Instance().version() >= said);
    }

    @Test
    void one_that_says_more_for_the_same_is_overtaken_at_the_hour() {
        Instance old = new Instance();
        long said = old.version();
        give("elsewhere");
        long ofYoung = new Instance().version();
        assertTrue(ofYoung > said, "its log begins later");
        assertEquals(said, old.version());
        now.set(now.get().plusSeconds(3_600));
        assertTrue(old.version() >= ofYoung);
    }

    @Test
    void what_an_instance_has_not_followed_one_by_one_counts_as_changed() {
        Instance one = new Instance();
        long said = one.version();
        long rights = one.versions.ofRights(rules("lot"));
        give("elsewhere");
        one.version();
        one.versions.changedAnyhow();
        assertTrue(one.version() > said);
        assertTrue(one.versions.ofRights(rules("lot")) > rights, "the rights are read anew too");
    }

    @Test
    void beyond_the_bound_a_pack_holds_the_nearest_and_newest_rights_and_says_how_many_are_left_out() {
        give("city");
        String oldOfDistrict = give("district");
        String district = give("district");
        String lot = give("lot");
        String lotToo = give("lot");
        give("elsewhere");
        assertEquals(List.of(lotToo, lot, district), held(3));
        assertEquals(2, leftOut(3));
        assertEquals(5, held(5).size());
        assertEquals(0, leftOut(5));
        assertEquals(0, leftOut(6));
        assertEquals(oldOfDistrict, held(6).get(3));
    }

    private PackRights.Part part(int mostRights) {
        Instance one = new Instance();
        PackRights rights = new PackRights(vertx, database.pool(), one.versions, clock, mostRights);
        return Await.result(rights.atLeast(one.version(), rules("lot")));
    }

    private long leftOut(int mostRights) {
        return part(mostRights).leftOut();
    }

    private List<String> held(int mostRights) {
        return new JsonArray('[' + part(mostRights).entries() + ']')
                .stream()
                        .map(right -> ((JsonObject) right).getString("credentialId"))
                        .toList();
    }
}
