package parkgate.scan;

import java.util.List;
import parkgate.core.access.LotEvent;

/**
 * Events of one lot with consecutive numbers of one epoch: what PostgreSQL takes or leaves as a whole.
 *
 * @param events at least one
 */
record Run(String lotId, List<LotEvent> events) {
    Run {
        events = List.copyOf(events);
    }

    long epoch() {
        return events.get(0).epoch();
    }

    long first() {
        return events.get(0).seq();
    }

    long last() {
        return events.get(events.size() - 1).seq();
    }
}
