package parkgate.scan;

/** The names of a lot's keys in Redis; all carry the tag {@code {lotId}} and so stand in one slot of a cluster. */
record LotKeys(String lotId) {
    /** Tells an answer from a root credential among the pairs that install takes. */
    static final String ANSWER_MARK = "answer:";

    private String key(String name) {
        return "pg:{" + lotId + "}:" + name;
    }

    String head() {
        return key("head");
    }

    String inside() {
        return key("inside");
    }

    String pass() {
        return key("pass");
    }

    String outbox() {
        return key("outbox");
    }

    /** Who rebuilds the lot now. */
    String lease() {
        return key("lease");
    }

    /** What every answer's key begins with. */
    String answers() {
        return key("answer:");
    }

    String answer(String key) {
        return answers() + key;
    }

    String right(String credentialId) {
        return key("right:" + credentialId);
    }

    String echo(String rootId) {
        return key("echo:" + rootId);
    }

    /** A credential's last accepted step. It belongs to no lot: its tag is the credential's own. */
    static String guard(String credentialId) {
        return "pg:guard:{" + credentialId + '}';
    }
}
