package parkgate.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.http.OpenDoor;

class AppPageTest {
    private static final Path FOLDER = Path.of("main", "resources", "page");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final int FIRST_LOAD_BYTES = 100_000;

    private static OpenDoor door;
    private static String version;

    @BeforeAll
    static void open() throws Exception {
        Bundle bundle = Bundle.load();
        door = new OpenDoor(token -> Future.succeededFuture(Optional.empty()), (vertx, api) -> {
            AppPage.of(bundle).register(api);
            HomePage.of(bundle).register(api);
            LanePage.of(bundle).register(api);
        });
        version = bundle.version();
    }

    @AfterAll
    static void close() throws Exception {
        door.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = door.to(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return door.send(request);
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    /** Everything a phone keeps of a page, by its service worker. */
    private static List<String> kept(String name) throws Exception {
        List<String> all = new ArrayList<>(Pattern.compile("/(?:page|" + name + ")/[\\w/.]+")
                .matcher(get("/" + name + "/worker.js").body())
                .results()
                .map(found -> found.group())
                .toList());
        all.add("/" + name);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "lane"})
    void a_first_load_is_less_than_100_kb_compressed(String name) throws Exception {
        int bytes = 0;
        for (String path : kept(name)) {
            HttpResponse<String> response = get(path, "Accept-Encoding", "gzip");
            assertEquals(200, response.statusCode(), path);
            bytes += Integer.parseInt(header(response, "content-length"));
        }
        assertTrue(bytes > 10_000, "all of it was counted");
        assertTrue(bytes < FIRST_LOAD_BYTES, "bytes of a first load: " + bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "lane"})
    void the_page_has_no_code_or_style_within_it_and_loads_nothing_from_elsewhere(String name) throws Exception {
        String page = get("/" + name).body();
        List<String> links =
                LINK.matcher(page).results().map(found -> found.group(1)).toList();
        assertTrue(links.size() >= 5, links::toString);
        for (String link : links) {
            assertTrue(link.startsWith("/") && !link.startsWith("//"), link);
            assertEquals(200, get(link).statusCode(), link);
        }
        assertFalse(Pattern.compile("<style|style=|\\son\\w+=|<script>")
                .matcher(page)
                .find());
        for (Path file : files()) {
            if (!file.toString().endsWith(".png")) {
                String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
                assertFalse(Pattern.compile("https?://\\w").matcher(text).find(), file + " names another service");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "lane"})
    void the_policy_is_strict_and_a_304_says_the_same(String name) throws Exception {
        HttpResponse<String> page = get("/" + name);
        String policy = header(page, "content-security-policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'") && policy.contains("manifest-src 'self'"), policy);
        assertFalse(Pattern.compile("unsafe|https?:|\\*|data:").matcher(policy).find(), policy);
        assertEquals("nosniff", header(page, "x-content-type-options"));
        assertEquals("no-referrer", header(page, "referrer-policy"));
        HttpResponse<String> same = get("/" + name, "If-None-Match", header(page, "etag"));
        assertEquals(304, same.statusCode());
        // A browser puts the headers of a 304 in the place of those that it kept.
        assertEquals(policy, header(same, "content-security-policy"));
        assertEquals(
                name.equals("lane")
                        ? "camera=(self), geolocation=(), microphone=()"
                        : "camera=(), geolocation=(self), microphone=()",
                header(page, "permissions-policy"));
    }

    @Test
    void what_stands_under_the_version_is_kept_for_ever_and_under_another_there_is_nothing() throws Exception {
        String path = "/page/" + version + "/app.js";
        HttpResponse<String> script = get(path);
        assertEquals("public, max-age=31536000, immutable", header(script, "cache-control"));
        assertEquals("text/javascript; charset=utf-8", header(script, "content-type"));
        assertEquals(304, get(path, "If-None-Match", header(script, "etag")).statusCode());
        assertEquals(404, get("/page/0123456789abcdef/app.js").statusCode());
        assertEquals(404, get("/page/" + version + "/worker.js").statusCode());
        assertEquals(422, get("/page/" + version + "/..%2Fapp.js").statusCode());
        assertEquals("no-cache", header(get("/app"), "cache-control"));
    }

    @Test
    void a_file_comes_compressed_to_who_takes_that() throws Exception {
        String path = "/page/" + version + "/qr.js";
        HttpResponse<String> plain = get(path);
        HttpResponse<String> small = get(path, "Accept-Encoding", "br, gzip;q=0.5");
        assertEquals("", header(plain, "content-encoding"));
        assertEquals("gzip", header(small, "content-encoding"));
        assertEquals("Accept-Encoding", header(small, "vary"));
        assertFalse(header(plain, "etag").equals(header(small, "etag")));
        assertTrue(Integer.parseInt(header(small, "content-length"))
                < plain.body().getBytes(StandardCharsets.UTF_8).length / 2);
        assertEquals("", header(get(path, "Accept-Encoding", "gzip;q=0"), "content-encoding"));
        assertEquals(
                header(small, "content-length"),
                header(
                        door.send(door.to(path)
                                .header("Accept-Encoding", "gzip")
                                .method("HEAD", BodyPublishers.noBody())),
                        "content-length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "lane"})
    void the_service_worker_may_read_the_pages_own_files_and_keeps_nothing_else(String name) throws Exception {
        HttpResponse<String> worker = get("/" + name + "/worker.js");
        assertEquals(KeptPage.WORKER_POLICY, header(worker, "content-security-policy"));
        assertEquals("/" + name, header(worker, "service-worker-allowed"));
        assertEquals("no-cache", header(worker, "cache-control"));
        Set<String> names = kept(name).stream()
                .filter(path -> path.startsWith("/page/"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(names.containsAll(Set.of(name + ".js", "words.js", "app.css", "preact.js")), names::toString);
        assertEquals(name.equals("app"), names.contains("claim.js"), "what another page needs is not kept");
    }

    @Test
    void the_page_for_everyone_has_nothing_within_it_and_the_same_policy() throws Exception {
        HttpResponse<String> page = get("/");
        assertEquals(header(get("/app"), "Content-Security-Policy"), header(page, "Content-Security-Policy"));
        assertFalse(Pattern.compile("<style|style=|\\son\\w+=|<script>|https?:")
                .matcher(page.body())
                .find());
        for (String file : List.of("home.js", "home.css", "icon.svg")) {
            assertTrue(page.body().contains("\"/page/" + version + '/' + file + '"'), file);
        }
        String etag = header(get("/page/icon.svg"), "ETag");
        assertEquals(304, get("/page/icon.svg", "If-None-Match", etag).statusCode());
        assertEquals(304, get("/", "If-None-Match", header(page, "ETag")).statusCode());
        assertEquals(404, get("/page/home.html").statusCode());
        assertEquals(404, get("/page/other.js").statusCode());
        assertEquals(422, get("/page/..%2Fopenapi.yaml").statusCode());
    }

    @Test
    void every_file_of_the_folder_is_served() throws Exception {
        Set<String> unserved = new TreeSet<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".html")
                    && get("/app/" + name).statusCode() != 200
                    && get("/lane/" + name).statusCode() != 200
                    && get("/page/" + version + '/' + name).statusCode() != 200) {
                unserved.add(name);
            }
        }
        assertEquals(Set.of(), unserved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "lane"})
    void the_manifest_lets_it_be_put_on_the_home_screen(String name) throws Exception {
        HttpResponse<String> response = get("/" + name + "/" + name + ".webmanifest");
        assertEquals("application/manifest+json", header(response, "content-type"));
        JsonObject manifest = new JsonObject(response.body());
        assertEquals("/" + name, manifest.getString("start_url"));
        assertEquals("standalone", manifest.getString("display"));
        for (Object icon : manifest.getJsonArray("icons")) {
            assertEquals(200, get(((JsonObject) icon).getString("src")).statusCode());
        }
    }

    @Test
    void a_claim_link_leads_to_the_page() throws Exception {
        HttpResponse<String> response = get("/claim");
        assertEquals(302, response.statusCode());
        assertEquals("/app", header(response, "location")); // the browser takes along what stands behind the #
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.toList();
        }
    }
}
