package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parkgate.config.Settings;

class ReachTest {
    private static Settings settings(String... flags) throws Exception {
        return Settings.read(List.of(flags), Map.of());
    }

    @Test
    void links_lead_to_the_public_url_else_to_the_address_as_bound() throws Exception {
        assertEquals("http://127.0.0.1:81", Reach.url(settings(), 81));
        assertEquals("http://[::1]:81", Reach.url(settings("--http-host", "::1"), 81));
        assertEquals(
                "https://park.example/gate", Reach.url(settings("--public-url", "https://park.example/gate/"), 81));
    }

    @Test
    void loopback_needs_no_warning() throws Exception {
        assertEquals(List.of(), Reach.warnings(settings()));
        assertEquals(List.of(), Reach.warnings(settings("--http-host", "localhost")));
    }

    @Test
    void an_address_that_others_reach_without_tls_is_warned_of() throws Exception {
        List<String> lines = Reach.warnings(settings("--http-host", "192.0.2.1"));
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("Keys and codes travel in the clear"), lines.get(0));
    }

    @Test
    void a_clock_that_is_put_wrong_is_warned_of() throws Exception {
        List<String> lines = Reach.warnings(settings("--clock-offset-ms", "-3000"));
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("CLOCK_OFFSET_MS=-3000"), lines.get(0));
    }

    @Test
    void every_address_makes_no_link() throws Exception {
        assertEquals(2, Reach.warnings(settings("--http-host", "0.0.0.0")).size());
        assertEquals(
                List.of(),
                Reach.warnings(settings(
                        "--http-host", "::", "--public-url", "https://a.example", "--trusted-proxies", "10.0.0.0/8")));
    }
}
