package parkgate.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import parkgate.embedded.EmbeddedRedis;

class ServersIT {
    @Test
    void databases_are_migrated_and_apart() throws Exception {
        String one = Servers.freshDatabaseUri();
        String other = Servers.freshDatabaseUri();
        assertNotEquals(one, other);
        run(one, "create table only_here (x int)");
        assertEquals("f", ask(other, "select to_regclass('only_here') is not null"));
        assertEquals("t", ask(other, "select to_regclass('flyway_schema_history') is not null"));
    }

    @Test
    void each_redis_is_its_own() {
        try (EmbeddedRedis one = Servers.startRedis();
                EmbeddedRedis other = Servers.startRedis()) {
            assertFalse(one.uri().equals(other.uri()));
        }
    }

    private static void run(String uri, String statement) throws SQLException {
        try (Connection connection = Jdbc.connect(uri);
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private static String ask(String uri, String question) throws SQLException {
        try (Connection connection = Jdbc.connect(uri);
                Statement each = connection.createStatement();
                ResultSet answer = each.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
