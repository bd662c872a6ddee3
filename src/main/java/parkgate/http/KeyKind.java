package parkgate.http;

import java.util.Locale;
import java.util.Optional;

/** What an access key is for. {@link #text} is the word in the key and in the contract. */
public enum KeyKind {
    /** A gate: bound to one lane. */
    LANE,
    /** An operator's staff: bound to a place's subtree or an operator. */
    OPS,
    /** Another system: bound like {@link #OPS}. */
    API,
    /** Everything. */
    ADMIN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word as it stands in keys, in the contract and in the database. */
    public String text() {
        return text;
    }

    /** The kind of a word. Any input. */
    public static Optional<KeyKind> of(String text) {
        return switch (text) {
            case "lane" -> Optional.of(LANE);
            case "ops" -> Optional.of(OPS);
            case "api" -> Optional.of(API);
            case "admin" -> Optional.of(ADMIN);
            default -> Optional.empty();
        };
    }
}
