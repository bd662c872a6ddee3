package parkgate.privacy;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How much of each kind was erased. */
public final class Counts {
    /** What can be erased. */
    public enum Kind {
        /** Number plates of sessions. */
        PLATES,
        /** Grants and other events of lots, which stay without their credential, and refusals. */
        SCANS,
        /** Sessions, as a whole. */
        SESSIONS,
        /** Sessions that stay, without their holder. */
        UNLINKED,
        CREDENTIALS,
        RIGHTS,
        /** Messages to operators: what was written, and whose they were; by their age as a whole. */
        MESSAGES,
        /** From whose right a visitor's came. */
        VISITORS,
        /** Rows of the audit. */
        AUDIT,
        /** Rows of the change log, which concern nobody. */
        CHANGES;

        /** As it stands in records and metrics. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Kind, Integer> rows = new EnumMap<>(Kind.class);
    private int most;

    Counts() {}

    /** Counts {@code more} rows that one statement erased. */
    void add(Kind kind, int more) {
        rows.merge(kind, more, Integer::sum);
        most = Math.max(most, more);
    }

    void addAll(Counts other) {
        other.rows.forEach((kind, more) -> rows.merge(kind, more, Integer::sum));
        most = Math.max(most, other.most);
    }

    /** What a function that erases answers: one row with the number of {@code rows}. */
    static int told(RowSet<Row> answer) {
        return Math.toIntExact(answer.iterator().next().getLong("rows"));
    }

    /** Rows of a kind. */
    public int of(Kind kind) {
        return rows.getOrDefault(kind, 0);
    }

    /** Rows of all kinds. */
    public int all() {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** True when a statement erased as many rows as it may: there may be more. */
    boolean reached(int limit) {
        return most >= limit;
    }

    /** {@code {"plates": 3}}: what is not 0. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        rows.forEach((kind, count) -> {
            if (count > 0) {
                json.put(kind.word(), count);
            }
        });
        return json;
    }
}
