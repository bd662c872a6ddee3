package parkgate.http;

import java.util.List;
import java.util.Set;

/**
 * Which kinds of key may call an operation. The contract says the same in the operation's {@code security}; a
 * difference is a failure at start-up.
 *
 * @param kinds empty: anyone, no key needed
 */
public record Access(Set<KeyKind> kinds) {
    /** No key needed. */
    public static final Access ANYONE = new Access(Set.of());

    public Access {
        kinds = Set.copyOf(kinds);
    }

    /** These kinds of key, and no other. */
    public static Access of(KeyKind... kinds) {
        return new Access(Set.copyOf(List.of(kinds)));
    }

    boolean open() {
        return kinds.isEmpty();
    }

    boolean admits(Caller caller) {
        return kinds.contains(caller.kind());
    }
}
