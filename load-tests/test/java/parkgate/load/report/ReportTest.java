package parkgate.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
    private static Report report() {
        return new Report("trial", "A trial <of> it")
                .fact("scans", "390,000")
                .table("What came", List.of("answer", "count"), List.of(List.of("a|b", "1")))
                .note("So it is.")
                .plot(new Plot("rate", "Scans", "seconds", "a second")
                        .series("sent", new double[] {0, 1, 2}, new double[] {3, Double.NaN, 4})
                        .series("nothing", new double[0], new double[0]))
                .plot(new Bars("cases", "Cases", "a second", List.of("one", "two")).series("median", List.of(1.0, 2.0)))
                .data("raw", new JsonObject().put("n", 1));
    }

    @Test
    void is_kept_as_text_as_page_and_with_all_figures(@TempDir Path folder) throws Exception {
        report().keep(folder);
        String markdown = Files.readString(folder.resolve("trial.md"));
        assertTrue(markdown.contains("| a\\|b | 1 |"), markdown);
        assertTrue(markdown.contains("![Scans](trial-rate.svg)"), markdown);
        String page = Files.readString(folder.resolve("trial.html"));
        assertTrue(page.contains("<title>A trial &lt;of&gt; it</title>"));
        assertEquals(2, page.split("<svg", -1).length - 1, "the plots are in the page");
        assertFalse(page.contains("<script"));
        JsonObject json = new JsonObject(Files.readString(folder.resolve("trial.json")));
        assertEquals("390,000", json.getJsonObject("facts").getString("scans"));
        assertEquals(1, json.getJsonObject("data").getJsonObject("raw").getInteger("n"));
        for (String svg : List.of("trial-rate.svg", "trial-cases.svg")) {
            String text = Files.readString(folder.resolve(svg));
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
            assertFalse(text.contains("<text"), "no font is asked for");
        }
    }

    @Test
    void says_where_it_was_made() throws IOException {
        Map<String, String> facts = report().facts();
        assertTrue(
                facts.keySet().containsAll(List.of("date", "commit", "command", "machine", "system", "Java")),
                facts::toString);
        String host = Path.of("/proc/sys/kernel/hostname").toFile().exists()
                ? Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()
                : "none";
        assertFalse(facts.toString().contains(host), "no name of the machine");
    }

    @Test
    void a_row_that_does_not_fit_its_header_is_an_error() {
        Report report = report();
        assertThrows(
                IllegalArgumentException.class,
                () -> report.table("x", List.of("a", "b"), List.of(List.of("only one"))));
    }

    @Test
    void a_command_line_is_kept_without_paths_of_the_machine_and_without_passwords() {
        assertEquals(
                "load-tests ratios --jar src/target/parkgate.jar --java …/java --out=…/x --redis-uri redis://… --lots 1,100",
                CommandLine.of("parkgate.load.Main ratios --jar src/target/parkgate.jar --java /some/where/java"
                        + " --out=/some/x --redis-uri redis://:secret@there:1 --lots 1,100"));
    }

    @Test
    void a_long_line_is_thinned_out_and_keeps_its_peaks() {
        double[] values = new double[10_000];
        values[4_321] = 7;
        values[4_322] = -7;
        int[] kept = Thinning.kept(values);
        assertEquals(Thinning.MAX_POINTS, kept.length);
        assertEquals(7, Arrays.stream(kept).mapToDouble(i -> values[i]).max().orElseThrow());
        assertEquals(-7, Arrays.stream(kept).mapToDouble(i -> values[i]).min().orElseThrow());
        assertTrue(Arrays.stream(kept)
                .boxed()
                .sorted()
                .toList()
                .equals(Arrays.stream(kept).boxed().toList()));
    }
}
