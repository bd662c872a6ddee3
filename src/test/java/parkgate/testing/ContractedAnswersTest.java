package parkgate.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractedAnswersTest {
    private HttpServer server;
    private int status = 200;
    private String type = "application/json";
    private String body = "{\"items\":[],\"nextCursor\":null}";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private HttpResponse<String> answer(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private String refusal(String path) throws Exception {
        HttpResponse<String> response = answer(path);
        return assertThrows(AssertionError.class, () -> ContractedAnswers.check(response))
                .getMessage();
    }

    @Test
    void lets_through_what_the_contract_says() throws Exception {
        assertEquals(200, ContractedAnswers.check(answer("/v1/places?limit=1")).statusCode());
    }

    @Test
    void finds_what_it_does_not_say() throws Exception {
        body = "{\"items\":[{\"placeId\":\"a\",\"type\":\"TOWN\",\"name\":\"a\"}],\"nextCursor\":null}";
        assertTrue(refusal("/v1/places").contains("does not fit its schema"), "another word");
        body = "{\"items\":[]}";
        assertTrue(refusal("/v1/places").contains("does not fit its schema"), "a field is missing");
        type = "text/plain";
        assertTrue(refusal("/v1/places").contains("is of type 'text/plain'"), "another type");
        status = 418;
        assertTrue(refusal("/v1/places").contains("418 is not in the contract"), "another status");
        assertTrue(refusal("/v1/nosuch").contains("has no GET /v1/nosuch"), "another path");
    }
}
