package parkgate.core;

/** How much a presented code proves, weakest first, so that {@link #compareTo} is the order of {@code minAssurance}. */
public enum CodeClass {
    /** Static: paper, a wallet pass. A copy of it is as good as the original. */
    S,
    /** TOTP: the value after the code changes every 15 s. */
    T,
    /** Device: a phone's own key signs the current step. */
    D
}
