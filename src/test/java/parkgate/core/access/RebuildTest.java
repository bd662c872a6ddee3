package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static parkgate.core.access.LotScene.IN;
import static parkgate.core.access.LotScene.OUT;
import static parkgate.core.access.LotScene.granted;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.core.access.LotScene.Car;

/** What a lot is after it was built again from what PostgreSQL holds. */
class RebuildTest {
    private final LotScene lot = new LotScene();

    @Test
    void keeps_what_was_told_and_drops_what_nobody_was_told() {
        LotEvent recorded = granted(lot.scan(lot.paper(1), IN));
        LotEvent told = granted(lot.scan(lot.paper(2), IN));
        LotEvent untold = granted(lot.scan(lot.paper(3), IN));
        lot.book.mark(1, told.seq());
        assertEquals(1, lot.book.install(lot.now, Snapshot.of(2, List.of(recorded)), Set.of(recorded.key())));
        LotView view = lot.view();
        assertEquals(2, view.open());
        assertEquals(Set.of(recorded.rootId(), told.rootId()), view.stays().keySet());
        assertFalse(view.pending().containsKey(untold.decisionId()));
        assertEquals(List.of(told.numbered(2, 2, 2, 0)), view.outbox());
        assertEquals(2, view.mark());
        assertFalse(view.sure());
    }

    @Test
    void restores_passages_with_their_deadlines() {
        LotEvent in = granted(lot.scan(lot.paper(1), IN));
        lot.book.install(lot.now, Snapshot.of(2, List.of(in)), Set.of(in.key()));
        assertEquals(new Answer.NotDue(), lot.report(in, EventKind.EXPIRED));
        lot.now = in.deadlineMs();
        granted(lot.report(in, EventKind.EXPIRED));
    }

    @Test
    void an_installer_that_was_held_up_changes_nothing() {
        lot.book.install(lot.now, Snapshot.empty(5), Set.of());
        assertEquals(-1, lot.book.install(lot.now, Snapshot.empty(5), Set.of()));
        assertFalse(lot.book.confirm(4));
        assertEquals(LotBook.Marked.STALE, lot.book.mark(4, 1));
        assertFalse(lot.book.done(4, 1));
    }

    @Test
    void nothing_is_queued_before_postgresql_has_confirmed_the_epoch() {
        lot.book.install(lot.now, Snapshot.empty(2), Set.of());
        assertEquals(LotBook.Marked.NOT_SURE, lot.book.mark(2, 1));
        lot.book.confirm(2);
        assertEquals(LotBook.Marked.MARKED, lot.book.mark(2, 1));
    }

    @Test
    void a_car_inside_leaves_after_it() {
        Car car = lot.paper(1);
        LotEvent in = lot.drivenIn(car);
        lot.book.install(lot.now, Snapshot.of(2, lot.view().outbox()), Set.of());
        assertEquals(in.sessionId(), granted(lot.scan(car, OUT)).sessionId());
    }
}
