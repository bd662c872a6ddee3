package parkgate.scan;

/**
 * What the guard said of a scan's step before the lot was asked: on a cluster it lives on another slot than the lot.
 *
 * @param verdict as access takes it; empty where nothing was claimed
 * @param token by which this call may give the step back; empty once it may not
 */
record Claim(String verdict, String token) {
    /** The guard could not be asked: a grant stands, flagged. */
    static final String AWAY = "AWAY";

    /** No step is accepted here, or access asks the guard itself. */
    static final Claim NONE = new Claim("", "");

    /** A grant was seen: it may stand, whatever this call is answered in the end. */
    Claim kept() {
        return new Claim(verdict, "");
    }
}
