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
}
