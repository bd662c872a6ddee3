package parkgate.gatesim.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the service said to one scan.
 *
 * @param reason OK, or the glossary's word
 * @param decisionId empty where the answer had none; so are the next four
 * @param direction ENTRY or EXIT
 * @param durability COMMITTED or QUEUED
 * @param count the lot's count in the answer, -1 where it had none
 */
public record Answer(
        boolean granted,
        String reason,
        String decisionId,
        boolean replayed,
        String direction,
        String durability,
        String sessionId,
        boolean passageExpected,
        long count) {
    /** Reads the body of an answer. */
    public static Answer of(JsonNode body) {
        return new Answer(
                "GRANTED".equals(body.path("decision").asText()),
                body.path("reason").asText(""),
                body.path("decisionId").asText(""),
                body.path("replayed").asBoolean(),
                body.path("direction").asText(""),
                body.path("durability").asText(""),
                body.path("sessionId").asText(""),
                body.path("passage").isObject(),
                body.at("/occupancy/currentCount").asLong(-1));
    }

    /** Decision and reason in one word. */
    public String word() {
        return granted ? (reason.equals("OK") ? "GRANTED" : "GRANTED " + reason) : reason;
    }
}
