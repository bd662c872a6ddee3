package parkgate.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for: keyset paging, newest first.
 *
 * @param limit items at most, 1 to {@value #MAX_LIMIT}
 * @param after null: from the newest on
 */
public record Page(int limit, @Nullable Cursor after) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /**
     * From the parameters {@code limit} and {@code cursor}.
     *
     * @throws Problem 422, when the cursor is not one of ours
     */
    public static Page of(Call call) {
        String limit = call.query("limit");
        String cursor = call.query("cursor");
        return new Page(limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit), cursor == null ? null : read(cursor));
    }

    private static Cursor read(String text) {
        return Cursor.parse(text).orElseThrow(() -> Problem.invalid("cursor", "is not a cursor of this list"));
    }

    /** How many rows to ask the database for: one more than is shown tells whether there is a next page. */
    public int rows() {
        return limit + 1;
    }

    /**
     * The answer {@code {"items": […], "nextCursor": …|null}}.
     *
     * @param rows at most {@link #rows()}, newest first
     */
    public <T> Reply reply(List<T> rows, Function<T, JsonObject> json, Function<T, Cursor> cursor) {
        List<T> shown = rows.subList(0, Math.min(limit, rows.size()));
        JsonArray items = new JsonArray();
        shown.forEach(row -> items.add(json.apply(row)));
        String next = rows.size() > limit ? cursor.apply(shown.get(limit - 1)).text() : null;
        return Reply.of(200, new JsonObject().put("items", items).put("nextCursor", next));
    }
}
