package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractPageTest {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private static OpenDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> ContractPage.load()
                .mount(api));
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return door.send(door.to(path));
    }

    @Test
    void the_page_has_no_code_or_style_within_it_and_loads_nothing_from_elsewhere() throws Exception {
        HttpResponse<String> page = get("/docs");
        assertEquals(200, page.statusCode());
        List<String> links =
                LINK.matcher(page.body()).results().map(found -> found.group(1)).toList();
        assertTrue(links.size() >= 5 && links.stream().allMatch(link -> link.startsWith("/")), links::toString);
        assertFalse(Pattern.compile("<style|style=|\\son\\w+=|<script>")
                .matcher(page.body())
                .find());
        for (String link : links) {
            if (link.startsWith("/docs/")) {
                assertEquals(200, get(link).statusCode(), link);
            }
        }
    }

    @Test
    void its_policy_lets_nothing_in_from_elsewhere_and_no_code_within_the_page() throws Exception {
        HttpResponse<String> page = get("/docs");
        List<String> policies = page.headers().allValues("Content-Security-Policy");
        assertEquals(List.of(ContractPage.POLICY), policies);
        assertTrue(ContractPage.POLICY.contains("img-src 'self' data:;"));
        assertFalse(Pattern.compile("unsafe|https?:|\\*")
                .matcher(ContractPage.POLICY)
                .find());
        assertEquals("DENY", page.headers().firstValue("X-Frame-Options").orElse(""));
    }

    @Test
    void nobodys_validator_is_told_of_the_contract() throws Exception {
        assertTrue(get("/docs/docs.js").body().contains("validatorUrl: null"));
    }

    @Test
    void only_its_own_files_are_served() throws Exception {
        assertEquals(404, get("/docs/nosuch.js").statusCode());
        assertEquals(404, get("/docs/swagger-initializer.js").statusCode());
        assertEquals(422, get("/docs/..%2Fopenapi.yaml").statusCode());
    }
}
