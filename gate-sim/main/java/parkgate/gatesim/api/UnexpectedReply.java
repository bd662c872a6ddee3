package parkgate.gatesim.api;

/** The service answered, but with a status that the contract does not have for this request. */
public final class UnexpectedReply extends RuntimeException {
    private static final int SHOWN_CHARACTERS = 400;

    private final boolean afterSilence;

    UnexpectedReply(String request, Reply reply) {
        super(request + " -> " + reply.status() + " " + shortened(reply.body().toString()));
        afterSilence = reply.attempts() > 1;
    }

    /** An earlier attempt got no answer: it may have been carried out, or its time may have run out. */
    public boolean afterSilence() {
        return afterSilence;
    }

    private static String shortened(String body) {
        return body.length() <= SHOWN_CHARACTERS ? body : body.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
