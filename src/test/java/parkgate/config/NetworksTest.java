package parkgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10.0.0.0/8 10.255.0.1 true",
                "10.0.0.0/8 11.0.0.1 false",
                "10.0.0.1 10.0.0.1 true",
                "10.0.0.1 10.0.0.2 false",
                "192.168.1.128/25 192.168.1.127 false",
                "192.168.1.128/25 192.168.1.200 true",
                "0.0.0.0/0 203.0.113.7 true",
                "0.0.0.0/0 2001:db8::1 false",
                "2001:db8::/32 2001:db8:ffff::1 true",
                "2001:db8::/32 2001:db9::1 false",
                "::1,10.0.0.0/8 ::1 true",
                "10.0.0.0/8 ::ffff:10.1.1.1 true"
            })
    void contains_what_begins_with_its_bits(String networks, String address, boolean contains) throws Exception {
        assertEquals(contains, Networks.of(networks).orElseThrow().contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::1/129", "::1,"})
    void refuses_what_is_no_network(String text) {
        assertEquals(Optional.empty(), Networks.of(text));
    }

    @Test
    void none_contains_nothing() throws Exception {
        assertEquals(false, Networks.NONE.contains(InetAddress.getLoopbackAddress()));
    }
}
