package parkgate.session;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;

/**
 * Below which row of a list that stands newest first the next page begins: by time, then by id.
 *
 * @param id ids are compared as PostgreSQL compares a uuid
 */
record After(OffsetDateTime time, UUID id) {
    /** Above every row. */
    static final After NOTHING = new After(Stretch.LAST, new UUID(-1, -1));

    /** @throws Problem 422, when the cursor is another list's */
    static After of(Page page) {
        return of(page.after());
    }

    private static After of(@Nullable Cursor cursor) {
        if (cursor == null) {
            return NOTHING;
        }
        try {
            return new After(cursor.time().atOffset(ZoneOffset.UTC), UUID.fromString(cursor.id()));
        } catch (IllegalArgumentException notAUuid) {
            throw Problem.invalid("cursor", "is not a cursor of this list");
        }
    }
}
