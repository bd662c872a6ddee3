package parkgate.backup;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup says of itself, its last entry: who has it has the whole file.
 *
 * @param schema version of the newest migration that its tables had
 * @param takenAt when
 * @param change version of the change log in its snapshot
 */
record Manifest(String schema, Instant takenAt, long change, List<Entry> entries) {
    static final String NAME = "parkgate-backup.json";

    private static final int FORMAT = 1;

    /**
     * One entry of the archive.
     *
     * @param name {@code tables/<table>} or {@code files/<name>}
     * @param bytes uncompressed
     * @param columns of a table, in the order of its text; empty for a file
     * @param rows of a table
     */
    record Entry(String name, long bytes, List<String> columns, long rows) {
        static final String TABLES = "tables/";
        static final String FILES = "files/";

        boolean isTable() {
            return name.startsWith(TABLES);
        }

        /** Without its folder. */
        String simpleName() {
            return name.substring(name.indexOf('/') + 1);
        }
    }

    long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    JsonObject json() {
        JsonArray list = new JsonArray();
        entries.forEach(entry -> list.add(new JsonObject()
                .put("name", entry.name())
                .put("bytes", entry.bytes())
                .put("columns", new JsonArray(entry.columns()))
                .put("rows", entry.rows())));
        return new JsonObject()
                .put("format", FORMAT)
                .put("schema", schema)
                .put("takenAt", takenAt.toString())
                .put("change", change)
                .put("entries", list);
    }

    /** @throws BackupException when it is none that this program can read */
    static Manifest parse(String text) throws BackupException {
        try {
            JsonObject json = new JsonObject(text);
            if (json.getInteger("format") != FORMAT) {
                throw new BackupException("the backup has format " + json.getInteger("format") + ", this program reads "
                        + FORMAT + ": use the release that made it, or a newer one");
            }
            List<Entry> entries = new ArrayList<>();
            for (Object each : json.getJsonArray("entries")) {
                JsonObject entry = (JsonObject) each;
                List<String> columns = entry.getJsonArray("columns").stream()
                        .map(String.class::cast)
                        .toList();
                String name = entry.getString("name");
                if (!name.matches("(tables/[a-z_]+|files/[a-z0-9.]+)")
                        || !columns.stream().allMatch(column -> column.matches("[a-z_0-9]+"))) {
                    throw new BackupException("the backup's list of its entries is damaged");
                }
                entries.add(new Entry(name, entry.getLong("bytes"), columns, entry.getLong("rows")));
            }
            return new Manifest(
                    json.getString("schema"),
                    Instant.parse(json.getString("takenAt")),
                    json.getLong("change"),
                    entries);
        } catch (DecodeException | ClassCastException | NullPointerException | java.time.DateTimeException e) {
            throw new BackupException("the backup's list of its entries is damaged", e);
        }
    }
}
