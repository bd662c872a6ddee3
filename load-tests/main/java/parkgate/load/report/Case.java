package parkgate.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.load.drive.Tally;

/** One of the things that are compared: its runs at saturation, one a round, and one at half of that. */
public final class Case {
    private final String name;
    private final String goodAnswer;
    private final List<Tally> rounds = new ArrayList<>();
    private @Nullable Tally atHalf;

    /**
     * Not run yet.
     *
     * @param goodAnswer the tally's word that counts
     */
    public Case(String name, String goodAnswer) {
        this.name = name;
        this.goodAnswer = goodAnswer;
    }

    public String name() {
        return name;
    }

    public void round(Tally tally) {
        rounds.add(tally);
    }

    public void half(Tally tally) {
        this.atHalf = tally;
    }

    public @Nullable Tally atHalf() {
        return atHalf;
    }

    /** Good answers a second: the median of the rounds. */
    public double rate() {
        double[] rates = rounds.stream()
                .mapToDouble(tally -> tally.rate(goodAnswer))
                .sorted()
                .toArray();
        return rates.length == 0 ? Double.NaN : (rates[(rates.length - 1) / 2] + rates[rates.length / 2]) / 2;
    }

    /** The rates of the rounds, in their order. */
    public double[] rates() {
        return rounds.stream().mapToDouble(tally -> tally.rate(goodAnswer)).toArray();
    }

    /** Answers that were not what they should be, of all runs. */
    public long bad() {
        long half = atHalf == null ? 0 : atHalf.all() - atHalf.count(goodAnswer);
        return half
                + rounds.stream()
                        .mapToLong(tally -> tally.all() - tally.count(goodAnswer))
                        .sum();
    }

    /** What else was answered, for the report's reader. */
    public String others() {
        return rounds.stream()
                .flatMap(tally -> tally.answers().keySet().stream())
                .filter(word -> !word.equals(goodAnswer))
                .distinct()
                .sorted()
                .toList()
                .toString();
    }

    /** All its figures, to be kept. */
    public JsonObject json() {
        JsonArray each = new JsonArray();
        for (double rate : rates()) {
            each.add(Math.round(rate));
        }
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("perSecond", Math.round(rate()))
                .put("rounds", each)
                .put("notAsExpected", bad());
        Tally half = atHalf;
        return half == null
                ? json
                : json.put(
                        "atHalf",
                        new JsonObject()
                                .put("answers", half.all())
                                .put("notStarted", half.notStarted())
                                .put("p50Ms", half.intendedMs(50))
                                .put("p99Ms", half.intendedMs(99))
                                .put("p50MsFromSending", half.realMs(50))
                                .put("p99MsFromSending", half.realMs(99)));
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(rates());
    }
}
