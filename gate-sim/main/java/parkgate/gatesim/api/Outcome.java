package parkgate.gatesim.api;

/** What a vehicle did after a grant, in the contract's words. */
public enum Outcome {
    CONFIRMED,
    NO_ENTRY
}
