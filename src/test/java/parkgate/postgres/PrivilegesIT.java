package parkgate.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.testing.Jdbc;
import parkgate.testing.Servers;

/** What the service's own role may do, as PostgreSQL tells it. */
class PrivilegesIT {
    private static String owner;
    private static String service;

    @BeforeAll
    static void grant() throws SQLException {
        owner = Servers.freshDatabaseUri();
        service = Servers.asService(owner);
        Privileges.grant(owner, service);
        Privileges.grant(owner, service);
    }

    private static Map<String, String> held() throws SQLException {
        Map<String, String> held = new TreeMap<>();
        String tables = """
                select c.relname as name,
                       concat_ws(', ',
                         case when has_table_privilege(r, c.oid, 'SELECT') then 'SELECT' end,
                         case when has_table_privilege(r, c.oid, 'INSERT') then 'INSERT' end,
                         case when has_table_privilege(r, c.oid, 'UPDATE') then 'UPDATE'
                              else (select 'UPDATE (' || string_agg(a.attname, ', ' order by a.attnum) || ')'
                                    from pg_attribute a
                                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                                      and has_column_privilege(r, c.oid, a.attnum, 'UPDATE')) end,
                         case when has_table_privilege(r, c.oid, 'DELETE') then 'DELETE' end,
                         case when has_table_privilege(r, c.oid, 'TRUNCATE') then 'TRUNCATE' end,
                         case when has_table_privilege(r, c.oid, 'REFERENCES') then 'REFERENCES' end,
                         case when has_table_privilege(r, c.oid, 'TRIGGER') then 'TRIGGER' end) as held
                from pg_class c, (values ('parkgate_service')) as role (r)
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
                union all
                select proname || '()', 'EXECUTE' from pg_proc
                where pronamespace = 'public'::regnamespace and has_function_privilege('parkgate_service', oid, 'EXECUTE')
                """;
        try (Connection connection = Jdbc.connect(owner);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(tables)) {
            while (rows.next()) {
                if (!rows.getString("held").isEmpty()) {
                    held.put(rows.getString("name"), sorted(rows.getString("held")));
                }
            }
        }
        return held;
    }

    /** The columns of an UPDATE in the order of the alphabet, since the table's own order means nothing here. */
    private static String sorted(String privileges) {
        return Pattern.compile("\\(([^)]*)\\)")
                .matcher(privileges)
                .replaceAll(found -> "("
                        + String.join(
                                ", ",
                                new java.util.TreeSet<>(
                                        java.util.List.of(found.group(1).split(", ")))) + ")");
    }

    @Test
    void the_role_holds_what_is_listed_and_nothing_else() throws SQLException {
        Map<String, String> listed = new TreeMap<>();
        Privileges.LISTED.forEach((name, privileges) -> listed.put(name, sorted(privileges)));
        assertEquals(lines(listed), lines(held()));
    }

    @Test
    void the_page_has_the_same_table() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Pattern.compile("(?m)^\\| `([a-z_]+(?:\\(\\))?)` \\| ([A-Z][^|]*) \\|$")
                .matcher(Files.readString(Path.of("..", "docs", "audit.md")))
                .results()
                .forEach(row -> shown.put(row.group(1), row.group(2)));
        assertEquals(lines(Privileges.LISTED), lines(shown));
    }

    private static String lines(Map<String, String> map) {
        StringBuilder lines = new StringBuilder();
        map.forEach((name, what) -> lines.append(name).append(": ").append(what).append('\n'));
        return lines.toString();
    }

    @Test
    void it_cannot_change_delete_or_empty_what_stands_and_cannot_change_the_schema() throws SQLException {
        try (Connection connection = Jdbc.connect(service);
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "update audit set reason = 'x'",
                "delete from audit",
                "truncate audit",
                "update access_event set detail = null",
                "update access_event set flags = '{}'",
                "delete from access_event",
                "truncate access_event",
                "delete from change",
                "update credential set id = id",
                "delete from access_key",
                "update access_key set secret_sha256 = secret_sha256",
                "alter table audit disable trigger all",
                "drop table audit",
                "drop function audit_row()",
                "create table another (x int)",
                "select record_audit('a', 'B', null, null, 'somebody', null, '{}')",
                "select erasing('audit')",
                "update flyway_schema_history set success = false",
                "set session_replication_role = replica",
                "set role parkgate"
            }) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                assertEquals("42501", refused.getSQLState(), () -> sql + ": " + refused.getMessage());
            }
        }
    }

    @Test
    void the_owner_is_refused_by_the_triggers_where_one_role_does_both() throws SQLException {
        try (Connection connection = Jdbc.connect(owner);
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "update audit set reason = 'x'",
                "delete from audit",
                "truncate audit",
                "update access_event set detail = null",
                "delete from access_event",
                "truncate access_event"
            }) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                assertTrue(refused.getMessage().contains("never changed"), () -> sql + ": " + refused.getMessage());
            }
        }
    }

    @Test
    void the_narrow_ways_tell_what_they_did() throws SQLException {
        try (Connection connection = Jdbc.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into audit (id, at, action) select gen_random_uuid(), now() - interval '9 days', 'old.row'"
                            + " from generate_series(1, 3)");
            assertEquals(3, number(statement, "select erase_audit(now() - interval '8 days', 10)"));
            assertEquals(0, number(statement, "select count(*) from audit where action = 'old.row'"));
            assertEquals(
                    1,
                    number(
                            statement,
                            "select count(*) from audit where action = 'audit.erased' and details ->> 'rows' = '3'"));
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute("delete from audit"));
            assertEquals("42501", refused.getSQLState());
        }
    }

    @Test
    void the_narrow_way_erases_nothing_of_today_and_no_word_of_an_erasure() throws SQLException {
        try (Connection connection = Jdbc.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into audit (id, at, action) values (gen_random_uuid(), now(), 'new.row'),"
                    + " (gen_random_uuid(), now() - interval '2 days', 'audit.erased')");
            statement.execute("select erase_audit(now() + interval '10 days', 1000000)");
            assertEquals(1, number(statement, "select count(*) from audit where action = 'new.row'"));
            assertEquals(
                    1,
                    number(
                            statement,
                            "select count(*) from audit where action = 'audit.erased' and at < now() - interval '1 day'"));
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
