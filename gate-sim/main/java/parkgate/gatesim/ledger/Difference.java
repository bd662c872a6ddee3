package parkgate.gatesim.ledger;

/**
 * Something that is not as the ledger has it. It names scans, sessions and lanes by their ids, never a code or a key.
 *
 * @param where what it is about
 */
public record Difference(String where, String expected, String got) {
    @Override
    public String toString() {
        return where + ": expected " + expected + ", got " + got;
    }
}
