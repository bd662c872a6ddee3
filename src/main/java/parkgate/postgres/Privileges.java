package parkgate.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the service's own role may do, as {@code sql/postgres/privileges.txt} lists it: everything else is taken away. Applied
 * at each start, after the migrations, by the owner of the tables.
 */
public final class Privileges {
    /** By the name of the table, or of the function with {@code ()}; what is granted, as SQL has it. */
    static final Map<String, String> LISTED = listed();

    private Privileges() {}

    private static Map<String, String> listed() {
        Map<String, String> listed = new TreeMap<>();
        SqlFile.load("postgres/privileges.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    String[] parts = line.split(" +", 2);
                    listed.put(parts[0], parts[1].strip());
                });
        return listed;
    }

    /**
     * Grants what is listed and takes the rest away, all or nothing. Blocks, for the start only. The same again changes
     * nothing; instances that start together wait for each other.
     *
     * @param ownerUri as for {@link Database#open}, the role that owns the tables
     * @param serviceUri the role that runs; where it is the same as the owner nothing is done
     */
    public static void grant(String ownerUri, String serviceUri) throws SQLException {
        PgConnectOptions owner = Database.options(ownerUri);
        String service = Database.options(serviceUri).getUser();
        if (service.equals(owner.getUser())) {
            return;
        }
        try (Connection connection =
                        DriverManager.getConnection(Migrations.jdbcUrl(owner), owner.getUser(), owner.getPassword());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(7233, 2)");
            for (String each : statements(statement, quoted(service))) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    private static List<String> statements(Statement ask, String role) throws SQLException {
        String schema = quoted(text(ask, "select current_schema()"));
        List<String> all = new ArrayList<>(List.of(
                "revoke create on schema " + schema + " from public, " + role,
                "grant usage on schema " + schema + " to " + role,
                "revoke all on all tables in schema " + schema + " from " + role,
                "revoke all on all sequences in schema " + schema + " from " + role));
        Map<String, String> functions = new TreeMap<>();
        try (ResultSet ours = ask.executeQuery("select proname || '()' as name, oid::regprocedure::text as signature"
                + " from pg_proc where pronamespace = current_schema()::regnamespace"
                + " and pg_has_role(proowner, 'USAGE')")) {
            while (ours.next()) {
                functions.put(ours.getString("name"), ours.getString("signature"));
            }
        }
        functions.values().forEach(one -> all.add("revoke all on function " + one + " from public, " + role));
        LISTED.forEach((name, privileges) -> {
            if (!name.endsWith("()")) {
                all.add("revoke all on table " + name + " from public");
                all.add("grant " + privileges + " on table " + name + " to " + role);
            } else if (functions.containsKey(name)) {
                all.add("grant execute on function " + functions.get(name) + " to " + role);
            }
        });
        return all;
    }

    private static String text(Statement ask, String question) throws SQLException {
        try (ResultSet answer = ask.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
