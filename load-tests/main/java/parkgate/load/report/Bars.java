package parkgate.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Bars side by side: how much each of some cases did. */
public final class Bars implements Drawing {
    private final String id;
    private final String title;
    private final String yTitle;
    private final List<String> cases;
    private final List<Series> all = new ArrayList<>();

    private record Series(String name, List<Double> values) {}

    /**
     * Without a bar yet.
     *
     * @param id a file's name in part: {@code [a-z0-9-]+}
     * @param cases what stands below the bars
     */
    public Bars(String id, String title, String yTitle, List<String> cases) {
        this.id = id;
        this.title = title;
        this.yTitle = yTitle;
        this.cases = List.copyOf(cases);
    }

    /** One bar more at each case. */
    public Bars series(String name, List<Double> values) {
        if (values.size() != cases.size()) {
            throw new IllegalArgumentException(name + ": " + values.size() + " values for " + cases);
        }
        all.add(new Series(name, List.copyOf(values)));
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String svg() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(Ink.WIDTH)
                .height(Ink.HEIGHT)
                .title(title)
                .yAxisTitle(yTitle)
                .build();
        all.forEach(one -> chart.addSeries(one.name, cases, one.values));
        chart.getStyler().setAvailableSpaceFill(0.7);
        return Ink.svg(chart);
    }

    @Override
    public JsonObject json() {
        JsonArray series = new JsonArray();
        all.forEach(one -> series.add(new JsonObject().put("name", one.name).put("values", new JsonArray(one.values))));
        return new JsonObject()
                .put("id", id)
                .put("title", title)
                .put("y", yTitle)
                .put("cases", new JsonArray(cases))
                .put("series", series);
    }
}
