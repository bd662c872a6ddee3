package parkgate.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import parkgate.faults.Evidence.Event;
import parkgate.faults.Violation.Promise;

/**
 * The recorded events of one lot, gone through again in the order of their numbers by rules of its own (docs/protocol/RULES.md
 * as a lane's owner would read them), so that a mistake of the service's is not made here a second time.
 */
final class LotReplay {
    private final Lot lot;
    private final Map<String, String> classes;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, List<Stay>> stays = new HashMap<>();
    private int adjustment;
    private boolean countsDiffer;

    private static final class Stay {
        final Event grant;
        /** P entry granted, I inside, X exit granted. */
        char state;
        /** The grant whose passage is awaited. */
        String decision;

        final boolean entered;
        final boolean lowered;
        final String pool;

        Stay(Event grant, char state, boolean entered, boolean lowered, String pool) {
            this.grant = grant;
            this.state = state;
            this.decision = grant.decision();
            this.entered = entered;
            this.lowered = lowered;
            this.pool = pool;
        }

        boolean isOpen() {
            return state != 'X';
        }
    }

    /**
     * @param classes of the credentials: S, T or D
     */
    LotReplay(Lot lot, Map<String, String> classes) {
        this.lot = lot;
        this.classes = classes;
    }

    List<Violation> replay(List<Event> events) {
        events.forEach(this::take);
        return violations;
    }

    /** Sessions that are open after what was gone through. */
    Set<String> open() {
        Set<String> open = new TreeSet<>();
        stays.values()
                .forEach(all -> all.stream().filter(Stay::isOpen).forEach(stay -> open.add(stay.grant.session())));
        return open;
    }

    int adjustment() {
        return adjustment;
    }

    private void take(Event e) {
        List<Stay> here = stays.computeIfAbsent(e.root(), x -> new ArrayList<>());
        switch (e.kind()) {
            case "ENTRY" -> enter(e, here);
            case "RESTORED" -> here.add(new Stay(e, 'I', true, false, e.pool()));
            case "EXIT" -> exit(e, here);
            case "CONFIRMED" -> confirm(e, here);
            case "NO_ENTRY" -> undo(e, here);
            case "EXPIRED" -> {
                if (e.direction().equals("ENTRY")) {
                    undo(e, here);
                } else {
                    confirm(e, here);
                }
            }
            case "UNTOLD" -> untold(e, here);
            case "RESET" -> {
                stays.clear();
                adjustment = 0;
            }
            case "CLOSE" -> here.removeIf(stay -> stay.grant.session().equals(e.session()) && stay.isOpen());
            default -> adjustment = e.adjustmentAfter(); // done by hand or offline: never refused, so nothing to prove
        }
        int open = openStays();
        if (!countsDiffer && (open != e.openAfter() || adjustment != e.adjustmentAfter())) {
            countsDiffer = true; // one is enough, the next ones follow from it
            broken(Promise.COUNTS, "after it %d are inside and %d beside".formatted(open, adjustment), e);
        }
    }

    private void enter(Event e, List<Stay> here) {
        boolean mayNot = false;
        for (Stay stay : here) {
            if (stay.state == 'P' && stay.grant.lane().equals(e.lane())) {
                broken(Promise.ONE_SESSION, "its car already had a grant there that nobody had used", e);
            }
            mayNot |= stay.isOpen();
        }
        boolean paper = "S".equals(classes.get(e.root()));
        if (mayNot && (paper || lot.passback().equals("HARD"))) {
            broken(Promise.RULES, "PASSBACK: its car was inside", e);
        } else if (mayNot && lot.passback().equals("SOFT") && !e.flags().contains("PASSBACK")) {
            broken(Promise.RULES, "PASSBACK was not flagged", e);
        }
        if (lot.capacity() >= 0 && openStays() + adjustment >= lot.capacity()) {
            if (!lot.fullSoft() || e.right().isEmpty()) {
                broken(Promise.RULES, "LOT_FULL: capacity " + lot.capacity(), e);
            } else if (!e.flags().contains("LOT_FULL")) {
                broken(Promise.RULES, "LOT_FULL was not flagged", e);
            }
        }
        Lot.Pool pool = lot.pools().get(e.pool());
        if (pool != null && !pool.policy().equals("SOFT") && inPool(e.pool()) >= pool.spaces()) {
            broken(Promise.RULES, "POOL_FULL: spaces " + pool.spaces(), e);
        }
        here.add(new Stay(e, e.waits() ? 'P' : 'I', true, false, e.pool()));
    }

    private void exit(Event e, List<Stay> here) {
        Stay left = null;
        for (Stay stay : here) {
            if (stay.isOpen() && stay.grant.session().equals(e.session())) {
                left = stay;
            }
        }
        boolean lowers = false;
        if (left != null) {
            here.remove(left);
        } else {
            if (here.stream().anyMatch(Stay::isOpen)) {
                broken(Promise.COUNTS, "it closes none of the sessions that its car has", e);
            } else if (!e.flags().contains("NO_OPEN_SESSION")) {
                broken(Promise.RULES, "NO_OPEN_SESSION was not flagged", e);
            }
            if (lot.refusesUnknownExit()) {
                broken(Promise.RULES, "NO_OPEN_SESSION is refused here", e);
            }
            lowers = adjustment > 0;
            adjustment -= lowers ? 1 : 0;
        }
        if (e.waits()) {
            here.add(new Stay(e, 'X', left != null, lowers, e.pool()));
        }
    }

    private static @Nullable Stay awaited(Event e, List<Stay> here) {
        return here.stream()
                .filter(stay -> stay.decision.equals(e.decision()))
                .findFirst()
                .orElse(null);
    }

    private void confirm(Event e, List<Stay> here) {
        Stay stay = awaited(e, here);
        if (stay == null) {
            return;
        }
        if (e.direction().equals("ENTRY")) {
            stay.state = 'I';
        } else {
            here.remove(stay);
        }
    }

    private void undo(Event e, List<Stay> here) {
        Stay stay = awaited(e, here);
        if (stay == null) {
            return;
        }
        if (e.direction().equals("EXIT") && stay.entered) {
            stay.state = 'I';
            stay.decision = "";
            return;
        }
        here.remove(stay);
        if (stay.lowered) {
            adjustment++;
        }
    }

    private void untold(Event e, List<Stay> here) {
        Stay stay = awaited(e, here);
        if (stay != null && e.waits() && stay.state == 'I') {
            stay.state = 'P';
        }
    }

    private int openStays() {
        return stays.values().stream()
                .mapToInt(all -> (int) all.stream().filter(Stay::isOpen).count())
                .sum();
    }

    private long inPool(String pool) {
        return stays.values().stream()
                .flatMap(List::stream)
                .filter(stay -> stay.isOpen() && stay.pool.equals(pool))
                .count();
    }

    private void broken(Promise promise, String why, Event e) {
        violations.add(new Violation(promise, why + ": " + e.line()));
    }
}
