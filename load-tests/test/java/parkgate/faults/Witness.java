package parkgate.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parkgate.faults.Evidence.Event;
import parkgate.faults.Evidence.Head;
import parkgate.faults.Evidence.Session;

/** Reads what is left of a run. */
final class Witness {
    private static final String EVENTS = """
            select lot_id, seq, epoch, key, kind, coalesce(direction, ''), ms(event_time), coalesce(lane_id, ''),
                coalesce(root_id, ''), coalesce(session_id::text, ''), coalesce(decision_id::text, ''),
                coalesce(right_id::text, ''), coalesce(pool_id, ''), passage_deadline is not null,
                array_to_string(flags, '+'), open_after, adjustment_after
            from access_event order by lot_id, seq
            """;

    private final Stack stack;
    private final List<Lot> lots;

    Witness(Stack stack, List<Lot> lots) {
        this.stack = stack;
        this.lots = lots;
    }

    /**
     * Waits until nothing moves any more: every instance tells the count of every lot, the outboxes are empty, no passage is
     * awaited.
     *
     * @return false at the bound
     */
    boolean awaitRest(long boundMs) throws InterruptedException {
        long end = System.nanoTime() + boundMs * 1_000_000;
        while (System.nanoTime() < end) {
            boolean all = true;
            for (int i = 0; all && i < stack.instances().size(); i++) {
                for (Lot lot : lots) {
                    all &= stack.ask(i, "/v1/places/" + lot.id() + "/occupancy") != null;
                }
            }
            if (all && stack.redis().unrecorded(lots) == 0 && awaited() == 0) {
                return true;
            }
            Thread.sleep(300);
        }
        return false;
    }

    private long awaited() {
        try (Connection connection = stack.postgres().connect("parkgate");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select count(*) from session where passage_decision is not null")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    Evidence evidence() throws SQLException, InterruptedException {
        List<Event> events = new ArrayList<>();
        Map<String, Head> heads = new HashMap<>();
        List<Session> sessions = new ArrayList<>();
        try (Connection connection = stack.postgres().connect("parkgate");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(EVENTS)) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            try (ResultSet row = statement.executeQuery("select lot_id, epoch, last_seq from lot_head")) {
                while (row.next()) {
                    heads.put(row.getString(1), new Head(row.getLong(2), row.getLong(3)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "select id::text, lot_id, coalesce(root_id, ''), status, passage_decision::text from session")) {
                while (row.next()) {
                    sessions.add(new Session(
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
                }
            }
        }
        return new Evidence(events, heads, sessions, stack.redis().lots(lots), told());
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getBoolean(14),
                flags(row.getString(15)),
                row.getInt(16),
                row.getInt(17));
    }

    private static Set<String> flags(String joined) {
        Set<String> flags = new HashSet<>(Arrays.asList(joined.split("\\+", -1)));
        flags.remove("");
        return flags;
    }

    private Map<String, List<Integer>> told() throws InterruptedException {
        Map<String, List<Integer>> told = new HashMap<>();
        for (Lot lot : lots) {
            List<Integer> counts = new ArrayList<>();
            for (int i = 0; i < stack.instances().size(); i++) {
                String answer = stack.ask(i, "/v1/places/" + lot.id() + "/occupancy");
                try {
                    counts.add(
                            answer == null
                                    ? -1
                                    : new ObjectMapper()
                                            .readTree(answer)
                                            .path("currentCount")
                                            .asInt(-1));
                } catch (JsonProcessingException e) {
                    counts.add(-1);
                }
            }
            told.put(lot.id(), counts);
        }
        return told;
    }
}
