package parkgate.gatesim.api;

/** The service answered, but with a status that the contract does not have for this request. */
public final class UnexpectedReply extends RuntimeException {
    private static final int SHOWN_CHARACTERS = 400;

    UnexpectedReply(String request, Reply reply) {
        super(request + " -> " + reply.status() + " " + shortened(reply.body().toString()));
    }

    private static String shortened(String body) {
        return body.length() <= SHOWN_CHARACTERS ? body : body.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
