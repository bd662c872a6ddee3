package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import parkgate.config.OwnerOnlyFile;

/**
 * Who may sign in to look at the demonstration city: an account each, with a random password in a file of its own, mode 0600. It
 * is made where the file is missing, and then given another password; whoever changes it at the page keeps theirs.
 */
final class DemoPeople {
    private static final String OPERATOR = "demo-operator";
    private static final String ATTENDANT = "demo-attendant";
    private static final int CREATED = 201;
    private static final int PASSWORD_CHARS = 20;

    /** Nobody mistakes one for another. */
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

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

    /** The lines that say where to sign in, and as whom, once they can. */
    Future<String> lines(URI door) {
        return fileOf(OPERATOR, "CITY").compose(operator -> fileOf(ATTENDANT, "ATTENDANT")
                .map(attendant -> """

                        Watch it: sign in at %s/ops
                          name %s, password in %s
                          name %s, password in %s
                        """.formatted(door, OPERATOR, operator, ATTENDANT, attendant)));
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
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
