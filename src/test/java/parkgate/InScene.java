package parkgate;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import parkgate.embedded.EmbeddedRedis;
import parkgate.testing.Servers;

/** Tests that share one whole service with one of each thing in it. */
abstract class InScene {
    static EmbeddedRedis redis;
    static Scene scene;

    @BeforeAll
    static void boot() {
        redis = Servers.startRedis();
        scene = new Scene(Servers.freshDatabaseUri(), redis.uri());
    }

    @AfterAll
    static void end() {
        scene.close();
        redis.close();
    }

    /** JSON with apostrophes for its quotation marks. */
    static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
