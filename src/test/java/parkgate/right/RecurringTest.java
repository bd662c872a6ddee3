package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import parkgate.core.access.Right.Window;
import parkgate.http.Problem;

class RecurringTest {
    @Provide
    Arbitrary<List<Window>> windows() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 127),
                        Arbitraries.integers().between(0, 1439),
                        Arbitraries.integers().between(0, 1440))
                .as(Window::new)
                .list()
                .ofMaxSize(Recurring.MAX_WINDOWS);
    }

    @Property
    void what_is_written_reads_back(@ForAll("windows") List<Window> windows) {
        assertEquals(windows, Recurring.read(Recurring.json(windows)));
    }

    @Property
    void any_other_time_is_refused(@ForAll String text) {
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
            assertThrows(Problem.class, () -> Recurring.read(window("MON", text, "08:00")));
            if (!text.equals("24:00")) {
                assertThrows(Problem.class, () -> Recurring.read(window("MON", "08:00", text)));
            }
        }
    }

    @Example
    void a_window_may_end_at_midnight_or_on_the_next_day() {
        assertEquals(List.of(new Window(1, 1080, 1440)), Recurring.read(window("MON", "18:00", "24:00")));
        assertEquals(List.of(new Window(64, 1080, 480)), Recurring.read(window("SUN", "18:00", "08:00")));
    }

    @Example
    void a_window_names_a_day_of_the_week() {
        assertThrows(Problem.class, () -> Recurring.read(window("MONDAY", "18:00", "08:00")));
        assertThrows(
                Problem.class,
                () -> Recurring.read(new JsonArray("[{\"days\":[],\"from\":\"18:00\",\"to\":\"08:00\"}]")));
    }

    private static JsonArray window(String day, String from, String to) {
        return new JsonArray()
                .add(new io.vertx.core.json.JsonObject()
                        .put("days", new JsonArray().add(day))
                        .put("from", from)
                        .put("to", to));
    }
}
