package parkgate.gatesim.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One car's way through one lot, as the loops saw it. Used by its driver alone until the run is over. */
public final class Stay {
    /** Where the car is. */
    public enum Where {
        /** Granted, still before the barrier. */
        AT_ENTRY,
        INSIDE,
        /** Granted out, still before the barrier. */
        AT_EXIT,
        LEFT,
        /** Never came in: it backed out. */
        BACKED_OUT,
        /** Backed out, and nobody reported it: the service finds out by its timeout. */
        BACKED_OUT_UNREPORTED
    }

    private final String lotId;
    private volatile String sessionId;
    private final String entryLane;
    private final Instant grantedAt;
    private Where where = Where.AT_ENTRY;
    private @Nullable String exitLane;

    public Stay(String lotId, String sessionId, String entryLane, Instant grantedAt) {
        this.lotId = lotId;
        this.sessionId = sessionId;
        this.entryLane = entryLane;
        this.grantedAt = grantedAt;
    }

    public String lotId() {
        return lotId;
    }

    public String sessionId() {
        return sessionId;
    }

    /** The lane let it in by itself: the service, and so its session, will be known when the lane has told it. */
    public boolean isUntold() {
        return sessionId.isEmpty();
    }

    /** The session that the service made of it; false where it had said another before. */
    public synchronized boolean told(String session) {
        if (isUntold()) {
            sessionId = session;
        }
        return sessionId.equals(session);
    }

    public String entryLane() {
        return entryLane;
    }

    public @Nullable String exitLane() {
        return exitLane;
    }

    public Instant grantedAt() {
        return grantedAt;
    }

    public Where where() {
        return where;
    }

    public void moved(Where to) {
        where = to;
    }

    public void leavesBy(String lane) {
        exitLane = lane;
        where = Where.AT_EXIT;
    }

    /** The service holds a session open for it. */
    public boolean open() {
        return where == Where.AT_ENTRY || where == Where.INSIDE;
    }
}
