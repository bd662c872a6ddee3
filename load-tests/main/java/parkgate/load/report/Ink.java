package parkgate.load.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all plots look, and the way to an SVG that is no larger than it need be. */
final class Ink {
    static final int WIDTH = 800;
    static final int HEIGHT = 300;

    /** Of fifteen digits after the point one can be seen. */
    private static final Pattern DIGITS = Pattern.compile("(\\.\\d)\\d+");

    private static final Pattern INDENTATION = Pattern.compile("\n\\s+");

    /** A page has it once already. */
    private static final Pattern PROLOGUE = Pattern.compile("(?s)^.*?(?=<svg)");

    static {
        System.setProperty("java.awt.headless", "true");
    }

    /** A step of a line, drawn by itself: its style, and where it goes from and to. */
    private static final Pattern STEP = Pattern.compile(
            "<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\" y2=\"([^\"]*)\"/>");

    private Ink() {}

    static String svg(Chart<? extends AxesChartStyler, ?> chart) {
        AxesChartStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setYAxisTickMarkSpacingHint(40);
        style.setXAxisTickMarkSpacingHint(60);
        style.setDecimalPattern("#,###.##");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = bytes.toString(StandardCharsets.UTF_8);
        svg = PROLOGUE.matcher(svg).replaceFirst("");
        svg = DIGITS.matcher(svg).replaceAll("$1");
        return joined(INDENTATION.matcher(svg).replaceAll("\n"));
    }

    /** Steps that follow each other become one line: a seventh of the text. */
    private static String joined(String svg) {
        StringBuilder all = new StringBuilder(svg.length());
        String style = "";
        String end = "";
        for (String line : svg.split("\n", -1)) {
            Matcher step = STEP.matcher(line);
            boolean isStep = step.matches();
            String from = isStep ? step.group(2) + "," + step.group(4) : "";
            if (!end.isEmpty() && !(isStep && style.equals(step.group(1)) && end.equals(from))) {
                all.append("\"/>\n");
                end = "";
            }
            if (!isStep) {
                all.append(line).append('\n');
                continue;
            }
            if (end.isEmpty()) {
                style = step.group(1);
                all.append("<polyline style=\"")
                        .append(style)
                        .append("\" points=\"")
                        .append(from);
            }
            end = step.group(3) + "," + step.group(5);
            all.append(' ').append(end);
        }
        return all.toString();
    }
}
