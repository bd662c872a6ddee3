package parkgate.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

class MigrationsIT {
    @Test
    void instances_that_start_together_migrate_an_empty_database_once() throws Exception {
        try (Connection connection = Jdbc.connect(Servers.sharedPostgres().superuserUri());
                Statement statement = connection.createStatement()) {
            statement.execute("create database migrated_together owner parkgate");
        }
        String uri = Servers.freshDatabaseUri().replaceFirst("/[^/]*$", "/migrated_together");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            int applied = 0;
            Callable<Integer> start = () -> Migrations.run(uri);
            for (Future<Integer> one : threads.invokeAll(List.of(start, start, start))) {
                applied += one.get();
            }
            assertTrue(applied > 0);
            assertEquals(0, Migrations.run(uri));
            try (Connection connection = Jdbc.connect(uri);
                    var rows = connection
                            .createStatement()
                            .executeQuery("select count(*) from flyway_schema_history where success")) {
                rows.next();
                assertEquals(applied, rows.getInt(1), "each file once");
            }
        } finally {
            threads.shutdown();
        }
    }

    /** As the release before left it: an attendant's two messages, one of them about somebody erased, and a key that a person made. */
    private static final String OLDER = """
            insert into place (id, type, parent_id, name, version) values
                ('city', 'CITY', null, 'City', 0), ('north', 'DISTRICT', 'city', 'North', 0), ('lot', 'LOT', 'north', 'Lot', 0);
            insert into credential (id, root_id, type, status_index, not_before, expires_at, erased_at) values
                ('0000000000000001', '0000000000000001', 'QR_PRINTED', 1, now(), now(), null),
                ('0000000000000002', '0000000000000002', 'QR_PRINTED', 2, now(), now(), now());
            insert into scan_denial
                (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason, event_time, received_time) values
                ('00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'lot', 'in', 'ENTRY', '0000000000000001', 'LOT_FULL', now(), now()),
                ('00000000-0000-0000-0000-000000000002', gen_random_uuid(), 'lot', 'in', 'ENTRY', '0000000000000002', 'LOT_FULL', now(), now());
            insert into session (id, lot_id, credential_id, status, started_at, last_seq) values
                ('00000000-0000-0000-0000-000000000003', 'lot', '0000000000000001', 'COMPLETED', now(), 1);
            insert into message (id, place_id, decision_id, session_id, decided_at, entries, opened_at, changed_at) values
                ('00000000-0000-0000-0001-000000000001', 'lot', '00000000-0000-0000-0000-000000000001', null, now(), 1, now(), now()),
                ('00000000-0000-0000-0001-000000000002', 'lot', '00000000-0000-0000-0000-000000000002', null, now(), 1, now(), now()),
                ('00000000-0000-0000-0001-000000000003', 'lot', null, '00000000-0000-0000-0000-000000000003', now(), 1, now(), now());
            insert into message_entry (message_id, n, author, text, at)
                select id, 1, 'ATTENDANT', 'Why?', now() from message;
            select acting('st-0000000000000001', null);
            insert into access_key (id, kind, secret_sha256, operator_id) values ('made', 'ops', sha256('made'), 'op-1');
            """;

    @Test
    void what_an_older_release_left_gets_its_driver_and_its_maker() throws Exception {
        try (Connection connection = Jdbc.connect(Servers.sharedPostgres().superuserUri());
                Statement statement = connection.createStatement()) {
            statement.execute("create database migrated_older owner parkgate");
        }
        String uri = Servers.freshDatabaseUri().replaceFirst("/[^/]*$", "/migrated_older");
        Migrations.run(uri, "31");
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(OLDER);
            connection.commit();
        }
        Migrations.run(uri);
        try (Connection connection = Jdbc.connect(uri);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select (select string_agg(right(coalesce(root_id, 'none'), 4), ' ' order by id) from message) as roots,
                            (select made_by from access_key) as maker
                        """)) {
            rows.next();
            assertEquals("0001 none 0001", rows.getString("roots"));
            assertEquals("st-0000000000000001", rows.getString("maker"));
        }
    }
}
