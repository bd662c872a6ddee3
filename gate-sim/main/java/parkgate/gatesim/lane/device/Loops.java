package parkgate.gatesim.lane.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two induction loops as a controller's lines tell of them: {@code LOOP ARMING 1}, {@code LOOP CLOSING FAULT}. */
public final class Loops {
    private static final Pattern LINE = Pattern.compile("LOOP (ARMING|CLOSING) (0|1|FAULT)");

    private State arming;
    private State closing;

    /** What a loop says; NONE where there is none. */
    public enum State {
        FREE,
        OCCUPIED,
        FAULT,
        NONE
    }

    /** Loops that are there, or not. */
    public Loops(boolean there) {
        arming = there ? State.FREE : State.NONE;
        closing = arming;
    }

    /** Takes a line; false where it is none of a loop. */
    public synchronized boolean take(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return false;
        }
        State state =
                switch (found.group(2)) {
                    case "0" -> State.FREE;
                    case "1" -> State.OCCUPIED;
                    default -> State.FAULT;
                };
        if (found.group(1).equals("ARMING")) {
            arming = state;
        } else {
            closing = state;
        }
        return true;
    }

    public synchronized State arming() {
        return arming;
    }

    public synchronized State closing() {
        return closing;
    }

    /** Whether a car stands before the barrier; null where nothing can tell. */
    public synchronized @Nullable Boolean vehiclePresent() {
        return switch (arming) {
            case FREE -> false;
            case OCCUPIED -> true;
            case FAULT, NONE -> null;
        };
    }
}
