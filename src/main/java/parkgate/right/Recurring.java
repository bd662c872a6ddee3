package parkgate.right;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parkgate.core.access.Right.Window;
import parkgate.http.Problem;

/**
 * Recurring windows as the API and the database write them: {@code [{"days":["MON","TUE"],"from":"18:00","to":"08:00"}]}.
 * {@code days} name the day on which a window starts; one that ends at or before its start runs into the next day;
 * {@code to} may be {@code 24:00}.
 */
final class Recurring {
    /** Windows of one right. */
    static final int MAX_WINDOWS = 16;

    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");
    private static final String MIDNIGHT_AFTER = "24:00";

    private Recurring() {}

    /**
     * The windows of a request; none when {@code recurring} was not sent.
     *
     * @throws Problem 422, with the field
     */
    static List<Window> read(JsonArray recurring) {
        if (recurring.size() > MAX_WINDOWS) {
            throw Problem.invalid("/recurring", "has at most " + MAX_WINDOWS + " windows");
        }
        List<Window> windows = new ArrayList<>(recurring.size());
        for (int i = 0; i < recurring.size(); i++) {
            windows.add(window(recurring.getJsonObject(i), "/recurring/" + i));
        }
        return windows;
    }

    private static Window window(JsonObject window, String field) {
        return new Window(
                days(window.getJsonArray("days"), field + "/days"),
                from(window.getString("from"), field + "/from"),
                to(window.getString("to"), field + "/to"));
    }

    private static int days(JsonArray names, String field) {
        int days = 0;
        for (Object name : names) {
            int day = DAYS.indexOf(name);
            if (day < 0) {
                throw Problem.invalid(field, "is one of MON, TUE, WED, THU, FRI, SAT, SUN");
            }
            days |= 1 << day;
        }
        if (days == 0) {
            throw Problem.invalid(field, "names at least one day");
        }
        return days;
    }

    private static int from(String time, String field) {
        Matcher parts = TIME.matcher(time);
        if (!parts.matches()) {
            throw Problem.invalid(field, "is a time from 00:00 to 23:59");
        }
        return Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2));
    }

    private static int to(String time, String field) {
        return time.equals(MIDNIGHT_AFTER) ? 24 * 60 : from(time, field);
    }

    /** The same in JSON; {@link #read} of it gives the windows again. */
    static JsonArray json(List<Window> windows) {
        JsonArray json = new JsonArray();
        for (Window window : windows) {
            JsonArray days = new JsonArray();
            for (int day = 0; day < DAYS.size(); day++) {
                if ((window.days() & 1 << day) != 0) {
                    days.add(DAYS.get(day));
                }
            }
            json.add(new JsonObject()
                    .put("days", days)
                    .put("from", time(window.fromMinute()))
                    .put("to", time(window.toMinute())));
        }
        return json;
    }

    private static String time(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
}
