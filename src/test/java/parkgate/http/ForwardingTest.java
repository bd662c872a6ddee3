package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parkgate.config.Networks;

class ForwardingTest {
    private OpenDoor door;

    private void open(String trusted) throws Exception {
        Networks proxies =
                trusted.isEmpty() ? Networks.NONE : Networks.of(trusted).orElseThrow();
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> api.trusting(proxies)
                .on(
                        "getPage",
                        Access.ANYONE,
                        call -> Future.succeededFuture(Reply.of(200, new JsonObject().put("client", call.client())))));
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        HttpRequest.Builder request = door.to("/");
        return door.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String client(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("client");
    }

    @Test
    void by_default_nobody_is_believed() throws Exception {
        open("");
        HttpResponse<String> answer = get("X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https");
        assertEquals("127.0.0.1", client(answer));
        assertEquals(Optional.empty(), answer.headers().firstValue("strict-transport-security"));
    }

    @Test
    void a_proxy_that_is_not_in_the_list_is_not_believed() throws Exception {
        open("10.0.0.0/8, ::1");
        assertEquals("127.0.0.1", client(get("X-Forwarded-For", "203.0.113.7")));
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("203.0.113.7", "203.0.113.7"),
                Arguments.of("203.0.113.7:4711", "203.0.113.7"),
                Arguments.of("[2001:db8::1]:4711", "2001:db8:0:0:0:0:0:1"),
                Arguments.of("2001:db8::1", "2001:db8:0:0:0:0:0:1"),
                Arguments.of("198.51.100.1, 203.0.113.7", "203.0.113.7"),
                Arguments.of("198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
                Arguments.of("10.1.2.3", "10.1.2.3"),
                Arguments.of("unknown", "127.0.0.1"),
                Arguments.of("203.0.113.7, _hidden, 10.1.2.3", "10.1.2.3"),
                Arguments.of("203.0.113.7,", "127.0.0.1"),
                Arguments.of("localhost", "127.0.0.1"),
                Arguments.of("10.0.0.1,".repeat(40) + "10.0.0.2", "10.0.0.1"));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void the_list_is_read_from_its_end_to_the_first_that_is_no_trusted_proxy(String list, String client)
            throws Exception {
        open("127.0.0.0/8,10.0.0.0/8");
        assertEquals(client, client(get("X-Forwarded-For", list)));
    }

    @Test
    void two_lines_are_one_list_and_forwarded_is_not_read() throws Exception {
        open("127.0.0.1");
        assertEquals("203.0.113.7", client(get("X-Forwarded-For", "198.51.100.1", "X-Forwarded-For", "203.0.113.7")));
        assertEquals("127.0.0.1", client(get("Forwarded", "for=203.0.113.7;proto=https")));
    }

    @Test
    void a_trusted_proxy_says_whether_its_side_was_encrypted() throws Exception {
        open("127.0.0.1");
        assertEquals(
                "max-age=31536000",
                get("X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("strict-transport-security")
                        .orElseThrow());
        assertEquals(
                Optional.empty(), get("X-Forwarded-Proto", "http").headers().firstValue("strict-transport-security"));
    }
}
