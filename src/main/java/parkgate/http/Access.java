package parkgate.http;

import java.util.List;
import java.util.Set;

/**
 * Which kinds of key may call an operation. The contract says the same in the operation's {@code security}; a
 * difference is a failure at start-up. Which people may, by their {@link Role}, the contract alone says.
 *
 * @param kinds empty: no key will do
 * @param keyless whether a request without a key is let in too; a bad key never is, where keys are looked at
 */
public record Access(Set<KeyKind> kinds, boolean keyless) {
    /** No key needed, none looked at. */
    public static final Access ANYONE = new Access(Set.of(), true);

    /** People who have signed in, and no key: what they do with their own session. */
    public static final Access SIGNED_IN = new Access(Set.of(), false);

    public Access {
        kinds = Set.copyOf(kinds);
    }

    /** These kinds of key, and no other. */
    public static Access of(KeyKind... kinds) {
        return new Access(Set.copyOf(List.of(kinds)), false);
    }

    /** The same, and those who come without a key: they see less. */
    public Access orWithoutKey() {
        return new Access(kinds, true);
    }

    boolean open() {
        return kinds.isEmpty() && keyless;
    }

    boolean admits(Caller caller) {
        return kinds.contains(caller.kind());
    }
}
