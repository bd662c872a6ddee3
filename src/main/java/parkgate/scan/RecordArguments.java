package parkgate.scan;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Extra;
import parkgate.core.access.LotEvent;
import parkgate.core.access.SessionState;
import parkgate.core.access.SessionState.Awaited;

/** The arguments of sql/scan/record.sql, in its order. */
final class RecordArguments {
    private RecordArguments() {}

    private record LotRow(String lotId, LotEvent event) {}

    /** {@code runs}: one of each lot, in the order of the lot ids. */
    static Tuple of(List<Run> runs) {
        List<LotRow> events = new ArrayList<>();
        List<SessionState> sessions = new ArrayList<>();
        for (Run run : runs) {
            run.events().forEach(event -> events.add(new LotRow(run.lotId(), event)));
            sessions.addAll(SessionState.after(run.lotId(), run.events()));
        }
        Tuple out = Tuple.tuple();
        lots(runs, out);
        events(events, out);
        sessions(sessions, out);
        return out;
    }

    private static void lots(List<Run> runs, Tuple out) {
        new Columns<>(runs, out)
                .texts(Run::lotId)
                .numbers(Run::epoch)
                .numbers(Run::first)
                .numbers(Run::last);
    }

    private static void events(List<LotRow> rows, Tuple out) {
        new Columns<>(rows, out)
                .texts(LotRow::lotId)
                .numbers(row -> row.event().seq())
                .texts(row -> row.event().key())
                .texts(row -> row.event().kind().name())
                .texts(row -> row.event().direction() == null
                        ? null
                        : row.event().direction().name())
                .numbers(row -> eventMs(row.event()))
                .numbers(row -> row.event().atMs())
                .texts(row -> row.event().laneId())
                .texts(row -> row.event().credentialId())
                .texts(row -> row.event().rootId())
                .uuids(row -> row.event().sessionId())
                .uuids(row -> row.event().decisionId())
                .uuids(row -> row.event().rightId())
                .texts(row -> row.event().poolId())
                .moments(row -> row.event().deadlineMs())
                .plainTexts(row -> String.join("+", row.event().flags()))
                .integers(row -> row.event().open())
                .integers(row -> row.event().adj())
                .texts(row -> detail(row.event()));
    }

    private static long eventMs(LotEvent event) {
        String told = Extra.parse(event.extra()).get(ScanExtra.EVENT_MS);
        return told == null ? event.atMs() : Long.parseLong(told);
    }

    /** Who and why. A plate stands with its session alone, where it can be forgotten. */
    private static @Nullable String detail(LotEvent event) {
        Map<String, String> pairs = new LinkedHashMap<>(Extra.parse(event.extra()));
        pairs.remove(ScanExtra.PLATE);
        pairs.remove(ScanExtra.EVENT_MS);
        return pairs.isEmpty() ? null : Extra.format(pairs);
    }

    private static void sessions(List<SessionState> rows, Tuple out) {
        new Columns<>(rows, out)
                .texts(SessionState::lotId)
                .uuids(SessionState::sessionId)
                .texts(SessionState::credentialId)
                .texts(SessionState::rootId)
                .uuids(SessionState::rightId)
                .texts(SessionState::poolId)
                .texts(row -> row.status().name())
                .moments(SessionState::startedMs)
                .texts(SessionState::entryLane)
                .moments(SessionState::entryMs)
                .uuids(SessionState::entryDecision)
                .texts(SessionState::exitLane)
                .moments(SessionState::exitMs)
                .texts(SessionState::exitCredential)
                .texts(SessionState::entryPassType)
                .texts(SessionState::exitPassType)
                .uuids(row -> awaited(row, Awaited::decisionId))
                .texts(row -> awaited(row, awaited -> awaited.direction().name()))
                .texts(row -> awaited(row, Awaited::laneId))
                .moments(row -> awaited(row, Awaited::atMs))
                .moments(row -> awaited(row, Awaited::deadlineMs))
                .bits(row -> row.awaited() != null && row.awaited().lowered())
                .texts(SessionState::plate)
                .plainTexts(row -> String.join("+", row.flags()))
                .bits(SessionState::reopens)
                .numbers(SessionState::lastSeq);
    }

    private static <T> @Nullable T awaited(SessionState row, java.util.function.Function<Awaited, T> value) {
        return row.awaited() == null ? null : value.apply(row.awaited());
    }
}
