package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import parkgate.config.OwnerOnlyFile;

/**
 * Who may sign in to look at the demonstration city: an account each, with a random password in a file of its own, mode 0600. It
 * is made where the file is missing, and then given another password; whoever changes it at the page keeps theirs.
 */
final class DemoPeople {
    private static final String OPERATOR = "demo-operator";
    private static final String ATTENDANT = "demo-attendant";
    private static final int CREATED = 201;

    /** Three groups of four can be typed on a phone; of 30 letters each they hold 58 bits, and wrong ones lock the account. */
    private static final int GROUPS = 3;

    private static final int GROUP_CHARS = 4;

    /** Nobody mistakes one for another. */
    private static final String LETTERS = "23456789abcdefghjkmnpqrstvwxyz";

    private final Vertx vertx;
    private final OwnApi api;
    private final String adminKey;
    private final Path folder;
    private final RandomGenerator random;

    /** @param random one that nobody can foresee */
    DemoPeople(Vertx vertx, OwnApi api, String adminKey, Path folder, RandomGenerator random) {
        this.vertx = vertx;
        this.api = api;
        this.adminKey = adminKey;
        this.folder = folder;
        this.random = random;
    }

    /** Who signs in, and with what: as it was made, whoever changed it since knows better. */
    record Account(String name, String password) {}

    /** Who runs the whole city. */
    Future<Account> operator() {
        return fileOf(OPERATOR, "CITY")
                .compose(file -> vertx.executeBlocking(
                        () -> new String(OwnerOnlyFile.read(file), StandardCharsets.US_ASCII).strip()))
                .map(password -> new Account(OPERATOR, password));
    }

    /** A line that says who else may sign in. */
    Future<String> attendant() {
        return fileOf(ATTENDANT, "ATTENDANT").map(file -> """

                An account that may do less, for /ops: name %s, password in %s
                """.formatted(ATTENDANT, file));
    }

    private Future<Path> fileOf(String name, String role) {
        Path file = folder.resolve(name + ".password");
        return vertx.executeBlocking(() -> Files.exists(file))
                .compose(there -> there ? Future.succeededFuture(file) : make(name, role, file));
    }

    private Future<Path> make(String name, String role, Path file) {
        String own = password();
        JsonObject account =
                new JsonObject().put("name", name).put("role", role).put("placeId", DemoCity.ID);
        return api.send(adminKey, HttpMethod.POST, "/v1/staff", account)
                .compose(made -> made.status() == CREATED ? Future.succeededFuture(made.json()) : reset(name))
                .compose(first -> api.changePassword(name, first.getString("password"), own))
                .compose(x -> vertx.executeBlocking(() -> {
                    OwnerOnlyFile.write(file, (own + '\n').getBytes(StandardCharsets.US_ASCII));
                    return file;
                }));
    }

    /** The account is there and its file is not: nobody knows its password. */
    private Future<JsonObject> reset(String name) {
        return api.done(adminKey, HttpMethod.GET, "/v1/staff?limit=200", new JsonObject())
                .compose(listed -> api.done(
                        adminKey,
                        HttpMethod.POST,
                        "/v1/staff/" + idOf(name, listed.getJsonArray("items")) + "/reset",
                        new JsonObject()));
    }

    private static String idOf(String name, JsonArray accounts) {
        return accounts.stream()
                .map(JsonObject.class::cast)
                .filter(one -> name.equals(one.getString("name")) && one.getString("deletedAt") == null)
                .map(one -> one.getString("staffId"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the account " + name + " is not among the newest 200"));
    }

    private String password() {
        return IntStream.range(0, GROUPS).mapToObj(group -> group()).collect(Collectors.joining("-"));
    }

    private String group() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUP_CHARS; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
