package parkgate.scan;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array a column, as {@code unnest} takes them. */
final class Columns<R> {
    private final List<R> rows;
    private final Tuple out;

    Columns(List<R> rows, Tuple out) {
        this.rows = rows;
        this.out = out;
    }

    Columns<R> texts(Function<R, @Nullable String> value) {
        return column(String.class, row -> {
            String text = value.apply(row);
            return text == null || text.isEmpty() ? null : text;
        });
    }

    /** Like {@link #texts}, but an empty text stays one. */
    Columns<R> plainTexts(Function<R, String> value) {
        return column(String.class, value);
    }

    Columns<R> numbers(Function<R, @Nullable Long> value) {
        return column(Long.class, value);
    }

    /** Unix milliseconds; 0 is none. */
    Columns<R> moments(Function<R, @Nullable Long> value) {
        return column(Long.class, row -> {
            Long ms = value.apply(row);
            return ms == null || ms == 0 ? null : ms;
        });
    }

    Columns<R> integers(Function<R, @Nullable Integer> value) {
        return column(Integer.class, value);
    }

    Columns<R> bits(Function<R, Boolean> value) {
        return column(Boolean.class, value);
    }

    /** An empty text is none. */
    Columns<R> uuids(Function<R, @Nullable String> value) {
        return column(UUID.class, row -> {
            String text = value.apply(row);
            return text == null || text.isEmpty() ? null : UUID.fromString(text);
        });
    }

    private <T> Columns<R> column(Class<T> type, Function<R, ? extends @Nullable T> value) {
        @SuppressWarnings("unchecked") // an array of T is what newInstance makes
        T[] column = (T[]) Array.newInstance(type, rows.size());
        for (int i = 0; i < column.length; i++) {
            Array.set(column, i, value.apply(rows.get(i)));
        }
        out.addValue(column);
        return this;
    }
}
