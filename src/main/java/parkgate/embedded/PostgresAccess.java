package parkgate.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Who may enter the embedded PostgreSQL, and by what, on 127.0.0.1: the owner of the tables migrates, the service's role runs
 * and may do what {@code sql/postgres/privileges.txt} says. Passwords and names are ours and need no quoting.
 */
record PostgresAccess(String superuserPassword, String ownerPassword, String servicePassword) {
    static final String SUPERUSER = "postgres";
    private static final String OWNER = "parkgate";
    private static final String SERVICE = "parkgate_service";
    private static final String DATABASE = "parkgate";
    private static final String LIMIT_SECONDS = "30";

    String ownerUri(int port) {
        return ownerUri(port, ownerPassword);
    }

    static String ownerUri(int port, String password) {
        return uri(port, OWNER, password, DATABASE);
    }

    String restoringUri(int port) {
        return uri(port, SUPERUSER, superuserPassword, DATABASE);
    }

    String serviceUri(int port) {
        return uri(port, SERVICE, servicePassword, DATABASE);
    }

    String superuserUri(int port) {
        return uri(port, SUPERUSER, superuserPassword, "postgres");
    }

    private static String uri(int port, String user, String password, String database) {
        return "postgresql://" + user + ':' + password + "@127.0.0.1:" + port + '/' + database;
    }

    /** Makes the two roles and the database where they are missing: a folder of an older version has the owner alone. */
    void makeDatabase(int port) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", superuserPassword);
        login.setProperty("loginTimeout", LIMIT_SECONDS);
        login.setProperty("socketTimeout", LIMIT_SECONDS);
        try (Connection connection = new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", login);
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "select from pg_roles where rolname = '" + OWNER + "'")) {
                statement.execute("create role " + OWNER + " login password '" + ownerPassword + "'");
            }
            if (isMissing(statement, "select from pg_roles where rolname = '" + SERVICE + "'")) {
                statement.execute("create role " + SERVICE + " login noinherit");
            }
            // Also where its file was lost: the role is nobody's but ours.
            statement.execute("alter role " + SERVICE + " password '" + servicePassword + "'");
            if (isMissing(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + OWNER);
            }
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute("grant connect on database " + DATABASE + " to " + SERVICE);
        }
    }

    private static boolean isMissing(Statement statement, String question) throws SQLException {
        try (ResultSet found = statement.executeQuery(question)) {
            return !found.next();
        }
    }

    @Override
    public String toString() {
        return "PostgresAccess[…]";
    }
}
