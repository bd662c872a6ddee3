package parkgate.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over one axis: mostly something over the seconds of a run. */
public final class Plot implements Drawing {
    private final String id;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Series> all = new ArrayList<>();

    private static final class Series {
        private final String name;
        private final double[] x;
        private final double[] y;

        private Series(String name, double[] x, double[] y) {
            this.name = name;
            this.x = x;
            this.y = y;
        }
    }

    /**
     * Without a line yet.
     *
     * @param id a file's name in part: {@code [a-z0-9-]+}
     */
    public Plot(String id, String title, String xTitle, String yTitle) {
        this.id = id;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    /** One line more. Long ones are thinned out, see {@link Thinning}; where {@code y} is NaN it has a gap. */
    public Plot series(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(name + ": " + x.length + " places for " + y.length + " values");
        }
        int[] kept = Thinning.kept(y);
        double[] fewX = new double[kept.length];
        double[] fewY = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            fewX[i] = x[kept[i]];
            fewY[i] = y[kept[i]];
        }
        all.add(new Series(name, fewX, fewY));
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
        XYChart chart = new XYChartBuilder()
                .width(Ink.WIDTH)
                .height(Ink.HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        for (Series one : all) {
            if (one.y.length > 0) {
                chart.addSeries(one.name, uneven(one.x), one.y).setMarker(SeriesMarkers.NONE);
            }
        }
        chart.getStyler().setYAxisMin(least());
        return Ink.svg(chart);
    }

    /** XChart labels evenly spaced places at these, however unround they are: the last one is moved by what nobody sees. */
    private static double[] uneven(double[] x) {
        double[] moved = x.clone();
        int last = moved.length - 1;
        moved[last] += (moved[last] - moved[0]) / 2_000;
        return moved;
    }

    /** Axes begin at 0, so that a wobble looks as small as it is. */
    private double least() {
        double least = 0;
        for (Series one : all) {
            for (double y : one.y) {
                least = y < least ? y : least;
            }
        }
        return least;
    }

    @Override
    public JsonObject json() {
        JsonArray series = new JsonArray();
        all.forEach(one -> series.add(
                new JsonObject().put("name", one.name).put("x", numbers(one.x)).put("y", numbers(one.y))));
        return new JsonObject()
                .put("id", id)
                .put("title", title)
                .put("x", xTitle)
                .put("y", yTitle)
                .put("series", series);
    }

    private static JsonArray numbers(double[] values) {
        JsonArray array = new JsonArray();
        for (double value : values) {
            // JSON has no NaN: a gap is null.
            array.add(Double.isFinite(value) ? (Object) (Math.round(value * 1_000) / 1_000.0) : null);
        }
        return array;
    }
}
