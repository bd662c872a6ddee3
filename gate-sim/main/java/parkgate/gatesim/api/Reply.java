package parkgate.gatesim.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One HTTP answer, read.
 *
 * @param status the HTTP status
 * @param body JSON, or a missing node where the answer had none
 * @param retryAfterSeconds of the header, 0 where there was none
 * @param attempts how many times the request was sent for it, at least 1
 * @param tookNanos the time of the last attempt
 */
public record Reply(int status, JsonNode body, long retryAfterSeconds, int attempts, long tookNanos) {
    /** The service asks to be asked again, or something before it does. */
    public boolean asksAgain() {
        return status == 503 || status == 502 || status == 504 || status == 429;
    }

    Reply after(int attemptsInAll) {
        return new Reply(status, body, retryAfterSeconds, attemptsInAll, tookNanos);
    }

    /** This answer, where it has one of these statuses. */
    public Reply expect(String request, int... statuses) {
        for (int expected : statuses) {
            if (status == expected) {
                return this;
            }
        }
        throw new UnexpectedReply(request, this);
    }
}
