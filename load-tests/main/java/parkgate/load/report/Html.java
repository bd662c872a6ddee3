package parkgate.load.report;

import java.util.List;
import java.util.Map;

/** A report as one page that needs nothing beside it: no script, no font, no other file. */
final class Html {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
            table { border-collapse: collapse; margin: 1rem 0 }
            th, td { border-bottom: 1px solid #ddd; padding: .2rem .8rem .2rem 0; text-align: left }
            figure { margin: 2rem 0 } svg { max-width: 100%%; height: auto }
            </style>
            </head>
            <body>
            <h1>%1$s</h1>
            """;

    private Html() {}

    static String of(Report report, Map<Drawing, String> drawn) {
        StringBuilder page = new StringBuilder(HEAD.formatted(text(report.title())));
        page.append("<table>\n");
        report.facts().forEach((key, value) -> row(page, "th scope=\"row\"", "td", List.of(key, value)));
        page.append("</table>\n");
        for (Report.Table table : report.tables()) {
            page.append("<h2>").append(text(table.title())).append("</h2>\n<table>\n");
            row(page, "th scope=\"col\"", "th scope=\"col\"", table.header());
            table.rows().forEach(row -> row(page, "td", "td", row));
            page.append("</table>\n");
        }
        report.notes().forEach(note -> page.append("<p>").append(text(note)).append("</p>\n"));
        drawn.forEach((plot, svg) -> page.append("<figure role=\"img\" aria-label=\"")
                .append(text(plot.title()))
                .append("\">\n")
                .append(svg)
                .append("</figure>\n"));
        return page.append("</body>\n</html>\n").toString();
    }

    private static void row(StringBuilder page, String first, String others, List<String> cells) {
        page.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String tag = i == 0 ? first : others;
            page.append('<').append(tag).append('>').append(text(cells.get(i))).append("</");
            page.append(tag, 0, 2).append('>');
        }
        page.append("</tr>\n");
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
