package parkgate.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parkgate.load.drive.Tally;

/** Ours beside what it is compared with, told to a report. */
public final class RatioTable {
    private static final List<String> HEADER = List.of(
            "", "a second", "ours is", "p50 ms", "p99 ms", "p50 / p99 from sending", "not started", "not as expected");

    private final String title;
    private final Case ours;
    private final List<Case> others;

    public RatioTable(String title, Case ours, List<Case> others) {
        this.title = title;
        this.ours = ours;
        this.others = List.copyOf(others);
    }

    /**
     * Tells the report medians, and at half of its own saturation each: latency from the intended start, and beside it from
     * sending.
     *
     * @param id the plot's
     */
    public void tell(Report report, String id) {
        List<Case> all = new ArrayList<>(List.of(ours));
        all.addAll(others);
        report.table(title, HEADER, all.stream().map(this::row).toList());
        report.plot(new Bars(
                        id,
                        title + ": answers a second",
                        "a second",
                        all.stream().map(Case::name).toList())
                .series("median", all.stream().map(Case::rate).toList()));
        report.data(id, json());
    }

    private List<String> row(Case one) {
        Tally half = one.atHalf();
        return List.of(
                one.name(),
                String.format(Locale.ROOT, "%,.0f", one.rate()),
                one == ours ? "1" : String.format(Locale.ROOT, "%.2f", ours.rate() / one.rate()),
                half == null ? "" : ms(half.intendedMs(50)),
                half == null ? "" : ms(half.intendedMs(99)),
                half == null ? "" : ms(half.realMs(50)) + " / " + ms(half.realMs(99)),
                half == null ? "" : Long.toString(half.notStarted()),
                one.bad() + (one.bad() == 0 ? "" : " " + one.others()));
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The same with every round, to be kept. */
    private JsonObject json() {
        JsonArray cases = new JsonArray().add(ours.json());
        others.forEach(one -> cases.add(one.json()));
        return new JsonObject().put("title", title).put("cases", cases);
    }
}
