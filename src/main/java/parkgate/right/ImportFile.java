package parkgate.right;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.access.Right;
import parkgate.http.Problem;
import parkgate.http.Problem.FieldError;
import parkgate.right.AssignedRight.Terms;

/**
 * A file of rights: a header that names columns of {@code POST /v1/rights}, then a right on each line. Read whole before any of
 * it counts; needs nothing but the text.
 */
final class ImportFile {
    /** Rights of one file: what every instance remembers of changed rights holds them all. */
    static final int MAX_ROWS = 50_000;

    /** Errors that are told; more are counted. */
    static final int MAX_ERRORS = 1_000;

    private static final Set<String> COLUMNS = Set.of(
            "credentialId", "placeId", "type", "validFrom", "validUntil", "recurring", "poolId", "offlinePolicy");
    private static final List<String> NEEDED = List.of("credentialId", "placeId", "type");
    private static final int MAX_SHOWN = 80;

    private final List<Row> rows = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private int errorCount;

    /** A right that the file asks for; {@code line} from 1. */
    record Row(int line, String credentialId, String placeId, Terms terms) {}

    /** What is wrong with a line; the field by its column's name, empty: the line itself. */
    record LineError(int line, String field, String detail) {}

    private ImportFile() {}

    /** Reads a file. Whatever the bytes are, the answer is rows or errors. */
    static ImportFile read(Buffer bytes) {
        ImportFile file = new ImportFile();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException notText) {
            file.error(1, "", "the file is not UTF-8");
            return file;
        }
        file.read(new CsvRecords(text));
        return file;
    }

    List<Row> rows() {
        return rows;
    }

    List<LineError> errors() {
        return errors;
    }

    /** All of them, also those that are not told. */
    int errorCount() {
        return errorCount;
    }

    void error(int line, String field, String detail) {
        errorCount++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new LineError(line, field, detail));
        }
    }

    private void read(CsvRecords records) {
        List<String> header = header(records);
        if (header == null) {
            return;
        }
        while (true) {
            try {
                List<String> fields = records.next();
                if (fields == null) {
                    break;
                }
                if (rows.size() + errorCount >= MAX_ROWS) {
                    error(records.line(), "", "a file has at most " + MAX_ROWS + " rights");
                    return;
                }
                row(records.line(), header, fields);
            } catch (CsvRecords.Broken broken) {
                error(records.line(), "", String.valueOf(broken.getMessage()));
                records.skipLine();
            }
        }
        if (rows.isEmpty() && errorCount == 0) {
            error(1, "", "the file names no right");
        }
    }

    private @Nullable List<String> header(CsvRecords records) {
        List<String> header;
        try {
            header = records.next();
        } catch (CsvRecords.Broken broken) {
            error(1, "", String.valueOf(broken.getMessage()));
            return null;
        }
        if (header == null) {
            error(1, "", "the file is empty; its first line names the columns");
            return null;
        }
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!COLUMNS.contains(column)) {
                error(1, "", "there is no column " + shown(column));
            } else if (!seen.add(column)) {
                error(1, column, "stands there twice");
            }
        }
        NEEDED.stream()
                .filter(column -> !seen.contains(column))
                .forEach(column -> error(1, column, "is a column that is needed"));
        return errorCount == 0 ? header : null;
    }

    private void row(int line, List<String> header, List<String> fields) {
        if (fields.size() != header.size()) {
            error(line, "", "has " + fields.size() + " fields, the first line " + header.size());
            return;
        }
        int before = errorCount;
        JsonObject body = new JsonObject();
        for (int i = 0; i < header.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                put(line, body, header.get(i), fields.get(i));
            }
        }
        NEEDED.stream()
                .filter(column -> body.getValue(column) == null)
                .forEach(column -> error(line, column, "is required"));
        if (errorCount > before) {
            return;
        }
        try {
            rows.add(new Row(line, body.getString("credentialId"), body.getString("placeId"), RightJson.terms(body)));
        } catch (Problem invalid) {
            invalid.errors().forEach(error -> error(line, column(error), error.message()));
        }
    }

    private void put(int line, JsonObject body, String column, String value) {
        switch (column) {
            case "credentialId" -> {
                if (!CredentialId.isValid(value)) {
                    error(line, column, "is no credential's id");
                }
                body.put(column, value);
            }
            case "type" -> {
                if (!isOne(Right.Type.values(), value)) {
                    error(line, column, "is one of PERMIT, RESERVATION, VISITOR, STAFF");
                }
                body.put(column, value);
            }
            case "offlinePolicy" -> {
                if (!isOne(OfflinePolicy.values(), value)) {
                    error(line, column, "is one of ALWAYS, CACHED, NEVER");
                }
                body.put(column, value);
            }
            case "recurring" -> windows(line, body, value);
            default -> body.put(column, value);
        }
    }

    private void windows(int line, JsonObject body, String value) {
        try {
            JsonArray windows = new JsonArray(value);
            if (windows.stream().allMatch(ImportFile::isWindow)) {
                body.put("recurring", windows);
                return;
            }
        } catch (DecodeException notJson) {
            // Told below.
        }
        error(line, "recurring", "is JSON like [{\"days\":[\"MON\"],\"from\":\"18:00\",\"to\":\"08:00\"}]");
    }

    private static boolean isWindow(Object value) {
        return value instanceof JsonObject window
                && window.size() == 3
                && window.getValue("from") instanceof String
                && window.getValue("to") instanceof String
                && window.getValue("days") instanceof JsonArray days
                && days.stream().allMatch(String.class::isInstance);
    }

    private static boolean isOne(Enum<?>[] values, String value) {
        for (Enum<?> one : values) {
            if (one.name().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String column(FieldError error) {
        String pointer = error.field();
        String name = pointer.startsWith("/") ? pointer.substring(1) : pointer;
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    private static String shown(String column) {
        return '"' + (column.length() <= MAX_SHOWN ? column : column.substring(0, MAX_SHOWN) + "…") + '"';
    }
}
