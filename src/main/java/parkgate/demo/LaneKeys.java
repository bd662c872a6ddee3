package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import parkgate.config.OwnerOnlyFile;

/** The demonstration lanes' keys, each in a file of its own, mode 0600. A key that is gone or revoked is made anew. */
final class LaneKeys {
    private static final String LABEL = "demonstration";
    private static final int UNAUTHORIZED = 401;

    private final Vertx vertx;
    private final OwnApi api;
    private final String adminKey;
    private final Path folder;

    LaneKeys(Vertx vertx, OwnApi api, String adminKey, Path folder) {
        this.vertx = vertx;
        this.api = api;
        this.adminKey = adminKey;
        this.folder = folder;
    }

    /** Where the lane's key stands, once it is one that works. */
    Future<Path> fileOf(DemoCity.Lane lane) {
        Path file = folder.resolve(lane.id() + ".key");
        return vertx.executeBlocking(() -> Files.exists(file) ? text(file) : "")
                .compose(key -> key.isEmpty() ? Future.succeededFuture(false) : works(key))
                .compose(works -> works ? Future.succeededFuture(file) : make(lane, file));
    }

    /** The key in such a file. */
    Future<String> in(Path file) {
        return vertx.executeBlocking(() -> text(file));
    }

    private static String text(Path file) throws IOException {
        return new String(OwnerOnlyFile.read(file), StandardCharsets.US_ASCII).strip();
    }

    /** Any call tells: 401 for a key that is unknown or revoked, something else for one that stands. */
    private Future<Boolean> works(String key) {
        return api.get(key, "/v1/places/" + DemoCity.ID).map(answer -> answer.status() != UNAUTHORIZED);
    }

    private Future<Path> make(DemoCity.Lane lane, Path file) {
        String keys = lane.path() + "/keys";
        return api.done(adminKey, HttpMethod.GET, keys + "?limit=200", new JsonObject())
                .compose(listed -> revokeOurs(keys, listed.getJsonArray("items"), 0))
                .compose(x -> api.done(adminKey, HttpMethod.POST, keys, new JsonObject().put("label", LABEL)))
                .compose(made -> vertx.executeBlocking(() -> {
                    OwnerOnlyFile.write(file, (made.getString("key") + '\n').getBytes(StandardCharsets.US_ASCII));
                    return file;
                }));
    }

    /** Keys whose file was lost: nobody can use them, and a lane has room for few. */
    private Future<Void> revokeOurs(String keys, JsonArray listed, int from) {
        if (from == listed.size()) {
            return Future.succeededFuture();
        }
        JsonObject key = listed.getJsonObject(from);
        boolean ours = LABEL.equals(key.getString("label")) && "ACTIVE".equals(key.getString("status"));
        Future<?> revoked = ours
                ? api.done(adminKey, HttpMethod.DELETE, keys + "/" + key.getString("keyId"), new JsonObject())
                : Future.succeededFuture();
        return revoked.compose(x -> revokeOurs(keys, listed, from + 1));
    }
}
