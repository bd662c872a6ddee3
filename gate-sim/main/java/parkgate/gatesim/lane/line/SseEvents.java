package parkgate.gatesim.lane.line;

import org.jspecify.annotations.Nullable;

/** Makes events of the lines of a text/event-stream (HTML, section 9.2.6). Data beyond a bound is cut off with its event. */
final class SseEvents {
    private static final int LONGEST_DATA = 65_536;

    private String event = "";
    private final StringBuilder data = new StringBuilder();
    private boolean tooLong;

    /** One event. */
    record Event(String name, String data) {}

    /** Takes a line; the event that it ends, or null. */
    @Nullable
    Event line(String line) {
        if (line.isEmpty()) {
            Event whole = data.isEmpty() || tooLong ? null : new Event(event, data.toString());
            event = "";
            data.setLength(0);
            tooLong = false;
            return whole;
        }
        if (line.startsWith("event:")) {
            event = value(line, 6);
        } else if (line.startsWith("data:")) {
            tooLong |= data.length() + line.length() > LONGEST_DATA;
            if (!tooLong) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line, 5));
            }
        }
        return null;
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
