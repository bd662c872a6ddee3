package parkgate;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What every chapter of the {@link Story} asks with. */
abstract class Telling {
    final Scene scene;
    final Questions questions;

    Telling(Scene scene) {
        this.scene = scene;
        this.questions = scene.questions();
    }

    static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    static void problem(String type, Questions.Heard heard) {
        if (!heard.problem().equals("/problems/" + type)) {
            throw new AssertionError("expected " + type + ", heard " + heard);
        }
    }

    Questions.Question admin(String operationId) {
        return questions.of(operationId).key(Scene.ADMIN);
    }

    Questions.Question credential(String operationId, String id) {
        return admin(operationId).at("credentialId", id);
    }

    Questions.Question scan(UUID scanId, String code) {
        return questions
                .of("scan")
                .key(scene.key("lane"))
                .body(new JsonObject().put("scanId", scanId.toString()).put("code", code));
    }
}
