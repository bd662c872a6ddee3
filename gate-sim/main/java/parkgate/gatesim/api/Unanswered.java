package parkgate.gatesim.api;

/** No answer within the time that a client may go on asking. */
public final class Unanswered extends RuntimeException {
    Unanswered(String request, int attempts, String last) {
        super(request + ": no answer after " + attempts + " attempts; the last: " + last);
    }
}
