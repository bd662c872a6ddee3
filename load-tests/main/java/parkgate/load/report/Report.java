package parkgate.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says at its end: facts, tables, notes and plots, in the order in which they were told. As Markdown for the console
 * and the documents, as a page, and as a file with all figures, to be kept. Each names its commit, command and machine.
 */
public final class Report {
    private final String name;
    private final String title;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Drawing> plots = new ArrayList<>();
    private final JsonObject data = new JsonObject();

    /** Rows below a header. */
    record Table(String title, List<String> header, List<List<String>> rows) {}

    /**
     * A report of a run that begins now, on this machine.
     *
     * @param name its files' name: {@code [a-z0-9-]+}
     */
    public Report(String name, String title) {
        this.name = name;
        this.title = title;
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.putAll(Surroundings.facts());
    }

    /** One thing worth knowing about the run. Told again, it replaces what was said. */
    public Report fact(String key, String value) {
        facts.put(key, value);
        return this;
    }

    /** Several of them. */
    public Report facts(Map<String, String> more) {
        facts.putAll(more);
        return this;
    }

    public Report table(String tableTitle, List<String> header, List<List<String>> rows) {
        rows.forEach(row -> {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(tableTitle + ": " + row + " does not fit " + header);
            }
        });
        tables.add(new Table(tableTitle, List.copyOf(header), List.copyOf(rows)));
        return this;
    }

    public Report note(String text) {
        notes.add(text);
        return this;
    }

    public Report plot(Drawing plot) {
        plots.add(plot);
        return this;
    }

    /** Figures as they were measured, for whoever wants to look at them again: a number, a text, a JsonObject, a JsonArray. */
    public Report data(String key, Object raw) {
        data.put(key, raw);
        return this;
    }

    String title() {
        return title;
    }

    Map<String, String> facts() {
        return facts;
    }

    List<Table> tables() {
        return tables;
    }

    List<String> notes() {
        return notes;
    }

    List<Drawing> plots() {
        return plots;
    }

    /** A plot's file, beside the others. */
    String file(Drawing plot) {
        return name + "-" + plot.id() + ".svg";
    }

    /** For the console and for documents. */
    public String markdown() {
        return Markdown.of(this);
    }

    /** Everything, with the raw figures. */
    public JsonObject json() {
        JsonObject said = new JsonObject();
        facts.forEach(said::put);
        JsonArray allTables = new JsonArray();
        tables.forEach(table -> {
            JsonArray rows = new JsonArray();
            table.rows.forEach(row -> rows.add(new JsonArray(row)));
            allTables.add(new JsonObject()
                    .put("title", table.title)
                    .put("header", new JsonArray(table.header))
                    .put("rows", rows));
        });
        JsonArray allPlots = new JsonArray();
        plots.forEach(plot -> allPlots.add(plot.json()));
        return new JsonObject()
                .put("name", name)
                .put("title", title)
                .put("facts", said)
                .put("tables", allTables)
                .put("notes", new JsonArray(notes))
                .put("plots", allPlots)
                .put("data", data);
    }

    /** Writes {@code name.json}, {@code name.md}, {@code name.html} and the plots; an earlier run's are replaced. */
    public void keep(Path folder) throws IOException {
        Files.createDirectories(folder);
        // The figures first: they stay where this Java cannot draw (it needs a font to measure texts by).
        Files.writeString(folder.resolve(name + ".json"), json().encodePrettily() + "\n");
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Map<Drawing, String> drawn = new LinkedHashMap<>();
        for (Drawing plot : plots) {
            String svg = plot.svg();
            drawn.put(plot, svg);
            Files.writeString(folder.resolve(file(plot)), svg);
        }
        Files.writeString(folder.resolve(name + ".html"), Html.of(this, drawn));
    }
}
