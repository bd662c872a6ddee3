package parkgate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that is made after those who will call it. Read before it is there, it throws: the order is a bug. */
final class Late<T> {
    private volatile @Nullable T value;

    void is(T made) {
        value = made;
    }

    T get() {
        return Objects.requireNonNull(value, "called before it was made");
    }
}
