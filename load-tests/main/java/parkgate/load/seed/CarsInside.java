package parkgate.load.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import parkgate.load.city.Code;
import parkgate.load.city.LoadCity;

/**
 * Cars that are inside: an entry in each lot's history, its session, and the lot's head behind the last one. They came within
 * the last {@link #HOURS} hours, one after the other. In the caller's transaction.
 */
final class CarsInside {
    static final int HOURS = 8;

    private static final String CARS =
            "create temp table car (lot_id text, seq bigint, credential_id text, cars bigint,"
                    + " session_id uuid default gen_random_uuid(), decision_id uuid default gen_random_uuid()) on commit drop";

    private static final String AT = "now() - interval '1 hour' * " + HOURS + " * (1 - seq::float8 / (cars + 1))";

    private static final String EVENTS =
            "insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time,"
                    + " received_time, lane_id, credential_id, root_id, session_id, decision_id, right_id, open_after,"
                    + " adjustment_after)"
                    + " select lot_id, seq, 1, gen_random_uuid()::text, 'ENTRY', 'ENTRY', " + AT + ", " + AT
                    + ", lot_id || '-ENTRY', credential_id, credential_id, session_id, decision_id, r.id, seq, 0"
                    + " from car join access_right r on r.root_id = credential_id";

    private static final String SESSIONS = "insert into session (id, lot_id, credential_id, root_id, right_id, status,"
            + " started_at, entry_lane, entry_time, entry_pass_type, entry_decision, last_seq)"
            + " select session_id, lot_id, credential_id, credential_id, r.id, 'ACTIVE', " + AT
            + ", lot_id || '-ENTRY', "
            + AT + ", 'AUTO', decision_id, seq from car join access_right r on r.root_id = credential_id";

    private static final String HEADS =
            "insert into lot_head (lot_id, epoch, last_seq) select lot_id, 1, max(seq) from car group by lot_id";

    private CarsInside() {}

    /** The first at the first lot, the next at the next, and so on in turn. */
    static void put(Connection connection, List<LoadCity.Lot> lots, List<Code> cars) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CARS);
            try (Rows rows = new Rows(connection, "car (lot_id, seq, credential_id, cars)")) {
                long each = (cars.size() + lots.size() - 1L) / lots.size();
                for (int i = 0; i < cars.size(); i++) {
                    rows.add(
                            lots.get(i % lots.size()).lotId(),
                            (long) i / lots.size() + 1,
                            cars.get(i).credentialId(),
                            each);
                }
                rows.end();
            }
            statement.execute("analyze car");
            statement.execute(EVENTS);
            statement.execute(SESSIONS);
            statement.execute(HEADS);
        }
    }
}
