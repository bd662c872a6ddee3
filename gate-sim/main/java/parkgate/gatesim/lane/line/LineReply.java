package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/**
 * One answer.
 *
 * @param etag empty where there was none
 * @param retryAfterSeconds 0 where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LineReply(int status, byte[] body, String etag, long retryAfterSeconds) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody decided: the service, or something before it, asks to be asked again. */
    public boolean asksAgain() {
        return status == 503 || status == 502 || status == 504 || status == 429 || status == 500;
    }

    /**
     * The body; a missing node where it is empty.
     *
     * @throws IOException where it is no JSON
     */
    public JsonNode json() throws IOException {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("the answer is not JSON", e);
        }
    }

    /** The problem's title, for people. */
    public String trouble() {
        try {
            return status + " " + json().path("title").asText("");
        } catch (IOException e) {
            return Integer.toString(status);
        }
    }
}
