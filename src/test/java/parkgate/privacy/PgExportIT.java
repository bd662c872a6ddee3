package parkgate.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import parkgate.http.Cursor;
import parkgate.postgres.Database;
import parkgate.testing.Await;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

class PgExportIT {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void every_record_is_on_one_page_of_however_many() throws SQLException {
        String uri = Servers.freshDatabaseUri();
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into credential (id, root_id, type, holder_ref, status_index, not_before, expires_at)"
                            + " select lpad(n::text, 16, '0'), lpad(n::text, 16, '0'), 'QR_PRINTED', 'somebody', n, now(), now()"
                            + " from generate_series(1, 3) n");
            statement.execute(
                    "insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason,"
                            + " event_time, received_time) select gen_random_uuid(), gen_random_uuid(), 'lot', 'lane', 'ENTRY',"
                            + " lpad('2', 16, '0'), 'PASSBACK', now(), now() from generate_series(1, 4) n");
        }
        Vertx vertx = Vertx.vertx();
        Database database = Database.open(vertx, uri, 1);
        for (int most = 1; most <= 8; most++) {
            PgExport export = new PgExport(database.pool(), most);
            Set<String> seen = new HashSet<>();
            int records = 0;
            Cursor after = null;
            do {
                JsonObject page = Await.result(
                        export.page(new Holder("somebody", null, null), after, UUID.randomUUID(), "key", NOW));
                int here = 0;
                for (Section section : Section.values()) {
                    JsonArray part = page.getJsonArray(section.word());
                    part.forEach(record -> seen.add(((JsonObject) record).encode()));
                    here += part.size();
                }
                assertTrue(here <= most, page::encode);
                records += here;
                String next = page.getString("nextCursor");
                after = next == null ? null : Cursor.parse(next).orElseThrow();
            } while (after != null);
            assertEquals(7, records);
            assertEquals(7, seen.size());
        }
        Await.result(database.close());
        Await.result(vertx.close());
    }
}
