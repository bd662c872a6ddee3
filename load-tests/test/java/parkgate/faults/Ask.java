package parkgate.faults;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A request of a lane and what it was told, or that it was told nothing.
 *
 * @param key the scanId, or the decision whose passage is reported
 * @param outcome of a passage, else null
 * @param step of the code that was shown, -1 for none
 * @param sentMs unix milliseconds
 * @param doneMs when the answer was there, or given up
 * @param status 0 where no answer came
 * @param answer the body, missing where there was none
 */
record Ask(
        String lot,
        String lane,
        String key,
        @Nullable String outcome,
        String credential,
        String codeClass,
        long step,
        int instance,
        long sentMs,
        long doneMs,
        int status,
        JsonNode answer) {

    boolean isScan() {
        return outcome == null;
    }

    boolean answered() {
        return status == 200;
    }

    boolean granted() {
        return isScan() && answered() && text("decision").equals("GRANTED");
    }

    boolean denied() {
        return isScan() && answered() && text("decision").equals("DENIED");
    }

    boolean queued() {
        return text("durability").equals("QUEUED");
    }

    String text(String field) {
        return answer.path(field).asText("");
    }

    /** One line for people. */
    String line() {
        return "%s %s at %s by instance %d: %d %s %s %s"
                .formatted(
                        isScan() ? "scan" : outcome,
                        key,
                        lane,
                        instance,
                        status,
                        text("decision"),
                        text("reason"),
                        text("durability"))
                .strip();
    }
}
