package parkgate.right;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of comma-separated values (RFC 4180), one after the other. Lines end with CR LF or LF; a quoted field may hold both,
 * commas, and quotes that are doubled. An empty line is no record.
 */
final class CsvRecords {
    /** Fields of one record; more are an error. */
    static final int MAX_FIELDS = 16;

    private static final int END = -1;

    private final String text;
    private int at;
    private int line = 1;
    private int recordLine;

    CsvRecords(String text) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A record cannot be read. */
    static final class Broken extends RuntimeException {
        Broken(String why) {
            super(why, null, false, false);
        }
    }

    /** The line on which the last record began, from 1. */
    int line() {
        return recordLine;
    }

    /**
     * The next record's fields; null at the end.
     *
     * @throws Broken where there is none that can be read; {@link #skipLine} goes on behind it
     */
    @Nullable
    List<String> next() {
        skipEmptyLines();
        if (peek() == END) {
            return null;
        }
        recordLine = line;
        List<String> fields = new ArrayList<>();
        while (true) {
            if (fields.size() == MAX_FIELDS) {
                throw new Broken("has more than " + MAX_FIELDS + " fields");
            }
            fields.add(peek() == '"' ? quoted() : plain());
            int c = peek();
            if (c != ',') {
                endLine();
                return fields;
            }
            at++;
        }
    }

    /** Goes to the next line. */
    void skipLine() {
        while (peek() != END && peek() != '\n') {
            at++;
        }
        endLine();
    }

    private String plain() {
        int from = at;
        while (peek() != END && peek() != ',' && peek() != '\n' && peek() != '\r') {
            if (peek() == '"') {
                throw new Broken("has a quote within a field that is not quoted");
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int c = peek();
            if (c == END) {
                throw new Broken("has a quoted field that does not end");
            }
            at++;
            if (c == '"') {
                if (peek() != '"') {
                    break;
                }
                at++;
            } else if (c == '\n') {
                line++;
            }
            field.append((char) c);
        }
        int after = peek();
        if (after != END && after != ',' && after != '\n' && after != '\r') {
            throw new Broken("has text behind a quoted field");
        }
        return field.toString();
    }

    private void skipEmptyLines() {
        while (peek() == '\n' || peek() == '\r') {
            endLine();
        }
    }

    private void endLine() {
        if (peek() == '\r') {
            at++;
        }
        if (peek() == '\n') {
            at++;
            line++;
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }
}
