package parkgate.signing;

/** How far a key has come. It moves down this list only. */
public enum KeyState {
    /** It is published and verifies; the newest one whose time has come signs. */
    LIVE("live"),
    /** It signs nothing new, and goes when the last code under it has expired. */
    RETIRED("retired"),
    /** Somebody else may have it: it verifies nothing, and its secret is gone from the file. */
    COMPROMISED("compromised");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    /** The lower-case word for it. */
    public String word() {
        return word;
    }
}
