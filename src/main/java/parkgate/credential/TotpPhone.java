package parkgate.credential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance knows of one class T credential's phone.
 *
 * @param driftSteps by how many steps its clock is off; negative when it is behind
 * @param wrongMs when wrong values were shown here of late, unix milliseconds, oldest first; fewer than lock it
 * @param lockedUntilMs unix milliseconds; 0 when it is not locked
 * @param releases how often an operator has released it, as far as was heard
 */
record TotpPhone(int driftSteps, List<Long> wrongMs, long lockedUntilMs, int releases) {
    static final TotpPhone UNKNOWN = new TotpPhone(0, List.of(), 0, 0);

    TotpPhone {
        wrongMs = List.copyOf(wrongMs);
    }

    boolean isLocked(long nowMs) {
        return nowMs < lockedUntilMs;
    }

    /** With one more wrong value; the last of too many locks it. A locked one stays as it is. */
    TotpPhone withWrong(long nowMs) {
        if (isLocked(nowMs)) {
            return this;
        }
        List<Long> recent = new ArrayList<>(wrongMs);
        recent.removeIf(at -> at <= nowMs - TotpPhones.WRONG_WITHIN.toMillis());
        recent.add(nowMs);
        return recent.size() < TotpPhones.MOST_WRONG
                ? new TotpPhone(driftSteps, recent, 0, releases)
                : new TotpPhone(driftSteps, List.of(), nowMs + TotpPhones.LOCKED_FOR.toMillis(), releases);
    }

    TotpPhone withDrift(int steps) {
        return new TotpPhone(steps, wrongMs, lockedUntilMs, releases);
    }

    /** With what PostgreSQL says. A release it did not know of ends what was counted and locked here before. */
    TotpPhone with(TotpNote note) {
        boolean released = note.releases() > releases;
        Instant until = note.lockedUntil();
        return new TotpPhone(
                note.driftSteps(),
                released ? List.of() : wrongMs,
                Math.max(released ? 0 : lockedUntilMs, until == null ? 0 : until.toEpochMilli()),
                note.releases());
    }
}
