package parkgate.message;

import io.vertx.core.json.JsonObject;
import parkgate.http.Problem;

/** What somebody writes: plain text, nothing else. */
final class Words {
    private Words() {}

    /**
     * The {@code text} of a body, without blanks around it.
     *
     * @throws Problem 422, when nothing is left or it has control characters other than line ends and tabs
     */
    static String of(JsonObject body) {
        String text = body.getString("text").strip();
        if (text.isEmpty()) {
            throw Problem.invalid("/text", "has no words in it");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw Problem.invalid("/text", "has control characters in it");
        }
        return text;
    }
}
