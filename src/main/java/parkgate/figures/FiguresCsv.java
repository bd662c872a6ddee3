package parkgate.figures;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table of figures as a file for spreadsheets: RFC 4180, with the mark by which they know UTF-8. No cell is a formula, whatever a
 * place is called.
 */
final class FiguresCsv {
    private static final String MARK = "\uFEFF";
    private static final String LINE = "\r\n";

    /** A spreadsheet computes a cell that begins with one of these; the wide ones too, in Asian languages. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠|";

    /** What a file may hold. The words stand in the contract. */
    enum Table {
        HOURS("start", "entries", "exits", "refusals"),
        OCCUPANCY("at", "currentCount", "lastWeek"),
        STAYS("fromSeconds", "toSeconds", "count"),
        REFUSALS("reason", "count");

        private final String head;

        Table(String... columns) {
            this.head = String.join(",", columns);
        }
    }

    private FiguresCsv() {}

    static String of(Table table, Counted place, Figures figures) {
        StringBuilder file = new StringBuilder(MARK);
        file.append("placeId,name,").append(table.head).append(LINE);
        rows(table, figures)
                .forEach(row -> file.append(line(Stream.concat(
                        Stream.of(place.placeId(), place.name()), row.stream().map(FiguresCsv::text)))));
        return file.toString();
    }

    private static Stream<List<?>> rows(Table table, Figures figures) {
        return switch (table) {
            case HOURS ->
                figures.hours().stream()
                        .map(hour -> List.of(
                                FiguresJson.local(hour.start()), hour.entries(), hour.exits(), hour.refusals()));
            case OCCUPANCY ->
                figures.occupancy().stream()
                        .map(point ->
                                List.of(FiguresJson.local(point.at()), text(point.count()), text(point.lastWeek())));
            case STAYS ->
                IntStream.range(0, PgFigures.STAYS_FROM.size())
                        .mapToObj(n -> List.of(
                                PgFigures.STAYS_FROM.get(n),
                                text(FiguresJson.until(n)),
                                figures.stays().counts().get(n)));
            case REFUSALS -> figures.refusals().stream().map(one -> List.of(one.reason(), one.count()));
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String line(Stream<String> cells) {
        StringJoiner line = new StringJoiner(",", "", LINE);
        cells.forEach(cell -> line.add(cell(cell)));
        return line.toString();
    }

    /** A text as one cell; what would be computed is kept from it by an apostrophe. */
    static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c < ' ') || !safe.equals(text);
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
