package parkgate.load.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A report as GitHub's Markdown: its tables stay readable on a console. */
final class Markdown {
    private Markdown() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder("# " + report.title() + "\n\n");
        report.facts().forEach((key, value) -> text.append("- **")
                .append(key)
                .append("**: ")
                .append(value)
                .append('\n'));
        for (Report.Table table : report.tables()) {
            text.append("\n## ").append(table.title()).append("\n\n");
            line(text, table.header());
            line(text, Collections.nCopies(table.header().size(), "---"));
            table.rows().forEach(row -> line(text, row));
        }
        report.notes().forEach(note -> text.append('\n').append(note).append('\n'));
        for (Drawing plot : report.plots()) {
            text.append("\n![")
                    .append(plot.title())
                    .append("](")
                    .append(report.file(plot))
                    .append(")\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append(cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
