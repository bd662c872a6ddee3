package parkgate.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void a_uri_names_host_port_database_and_login() {
        PgConnectOptions read = Database.options("postgresql://us%40er:pa%2Fss@db.example:6543/park");
        assertEquals("db.example", read.getHost());
        assertEquals(6543, read.getPort());
        assertEquals("park", read.getDatabase());
        assertEquals("us@er", read.getUser());
        assertEquals("pa/ss", read.getPassword());
        assertEquals(SslMode.DISABLE, read.getSslMode());
    }

    @Test
    void only_verify_full_asks_for_the_hosts_name_and_require_takes_any_certificate() {
        PgConnectOptions any = Database.options("postgresql://u:p@h/d?sslmode=require");
        assertTrue(any.getSslOptions().isTrustAll());
        PgConnectOptions full = Database.options("postgresql://u:p@h/d?sslmode=verify-full");
        assertFalse(full.getSslOptions().isTrustAll());
        assertEquals("HTTPS", full.getSslOptions().getHostnameVerificationAlgorithm());
    }

    @Test
    void what_is_no_uri_of_postgresql_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Database.options("mysql://u:p@h/d"));
    }

    @Test
    void a_statement_is_sent_without_its_header() {
        assertEquals("select version from change_head", SqlFile.load("postgres/change_head.sql"));
        assertThrows(IllegalArgumentException.class, () -> SqlFile.load("postgres/none.sql"));
    }
}
