package parkgate.gatesim.ledger;

/**
 * A text that was held to a scanner.
 *
 * @param step of a code of class T or D; {@link #NO_STEP} for any other
 */
public record Shown(String text, Kind kind, long step) {
    public static final long NO_STEP = -1;

    /** What kind of text it is. */
    public enum Kind {
        /** The code that the card stands for now, or a copy of it. */
        GENUINE,
        /** A paper that a newer one has replaced. */
        REPLACED,
        /** No parking code at all. */
        FOREIGN,
        /** A parking code whose signature does not fit. */
        FORGED
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
