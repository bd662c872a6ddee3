package parkgate.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.Extra;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;

/**
 * What is to be said of a scan that a lane decided by itself, before the lot is asked: each reason for which the service
 * would have refused becomes a flag. Codes and credentials are judged as they stood when the lane decided.
 */
final class OfflineFacts {
    /** Stands on everything that a lane did by itself. */
    static final String OFFLINE = "OFFLINE";

    /** The lane's time cannot be right: ahead of ours, or long past. */
    static final String CLOCK = "CLOCK";

    /** A passage by a code that is nobody's. */
    static final String UNMATCHED = "UNMATCHED_PASSAGE";

    /** A lane's clock may be so far ahead, milliseconds; what is beyond counts as now. */
    static final long AHEAD_MS = 5 * 60_000;

    /** A journal may be so old before its times are doubted, milliseconds. */
    static final long BEHIND_MS = 30L * 24 * 3_600_000;

    private final OfflineTold told;
    private final Reading reading;
    private final long eventMs;
    private final Direction direction;
    private final List<String> flags = new ArrayList<>();

    /**
     * Judges one scan.
     *
     * @param reading of its code, at {@link #eventMs(OfflineTold, long)}
     */
    OfflineFacts(
            OfflineTold told,
            Reading reading,
            Lane lane,
            LotRules rules,
            Ports.Credentials credentials,
            Ports.Totp totp,
            long nowMs) {
        this.told = told;
        this.reading = reading;
        this.eventMs = eventMs(told, nowMs);
        this.direction = direction(told, lane);
        flags.add(OFFLINE);
        if (isDoubted(told, nowMs)) {
            flags.add(CLOCK);
        }
        if (isUnmatched()) {
            flags.add(UNMATCHED);
        }
        judge(rules, credentials, totp);
    }

    /** When it happened, as far as we believe it: 1 to {@code nowMs}, unix milliseconds. */
    static long eventMs(OfflineTold told, long nowMs) {
        return Math.max(1, Math.min(told.eventMs(), nowMs));
    }

    private static boolean isDoubted(OfflineTold told, long nowMs) {
        return told.eventMs() > nowMs + AHEAD_MS || told.eventMs() < nowMs - BEHIND_MS;
    }

    /** As the lane says; what it says nothing of is its only one. */
    static Direction direction(OfflineTold told, Lane lane) {
        if (told.direction() != null) {
            return told.direction();
        }
        return lane.direction() == LaneDirection.EXIT ? Direction.EXIT : Direction.ENTRY;
    }

    private void judge(LotRules rules, Ports.Credentials credentials, Ports.Totp totp) {
        Instant then = Instant.ofEpochMilli(eventMs);
        if (reading instanceof Reading.Refused refused) {
            add(refused.reason());
        } else if (reading instanceof Reading.WrongValue) {
            add(Reason.BAD_SIGNATURE);
        } else if (reading instanceof Reading.NotByNumber number) {
            addDead(number.credential(), credentials, then);
            add(Reason.ASSURANCE_TOO_LOW);
        } else if (reading instanceof Presented code) {
            addDead(code.credential(), credentials, then);
            if (code.codeClass() == CodeClass.T && totp.isLockedOut(code.credential(), then)) {
                add(Reason.LOCKED_OUT);
            }
            if (code.untimely() != null) {
                add(code.untimely());
            }
            if (direction == Direction.ENTRY && code.codeClass().compareTo(rules.minAssurance()) < 0) {
                add(Reason.ASSURANCE_TOO_LOW);
            }
        }
        if (direction == Direction.ENTRY && Boolean.FALSE.equals(told.scan().vehiclePresent())) {
            add(Reason.NO_VEHICLE_PRESENT);
        }
    }

    private void addDead(CredentialId credential, Ports.Credentials credentials, Instant then) {
        Reason dead = credentials.isDeadSince(credential, then) ? credentials.fault(credential) : null;
        if (dead != null) {
            add(dead);
        }
    }

    private void add(Reason reason) {
        flags.add(reason.name());
    }

    /** True when nobody's session can be named: the code is none of ours. */
    boolean isUnmatched() {
        return credential() == null;
    }

    /** Whose code it is; null when it is nobody's. */
    @Nullable
    CredentialId credential() {
        if (reading instanceof Presented code) {
            return code.credential();
        }
        return reading instanceof Reading.NotByNumber number ? number.credential() : null;
    }

    /** The code where it is one; else null. */
    @Nullable
    Presented presented() {
        return reading instanceof Presented code ? code : null;
    }

    CodeClass codeClass() {
        return reading instanceof Presented code ? code.codeClass() : CodeClass.S;
    }

    OfflineTold told() {
        return told;
    }

    long eventMs() {
        return eventMs;
    }

    Direction direction() {
        return direction;
    }

    /** Whether its right is asked for: it came in, and the code names somebody. */
    boolean isEntryOfSomebody() {
        return direction == Direction.ENTRY && !isUnmatched() && !told.backedOut();
    }

    List<String> flags() {
        return List.copyOf(flags);
    }

    String extra() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(ScanExtra.EVENT_MS, Long.toString(eventMs));
        if (told.eventMs() != eventMs) {
            pairs.put(ScanExtra.TOLD_MS, Long.toString(told.eventMs()));
        }
        pairs.put(ScanExtra.DEVICE_SEQ, Long.toString(told.deviceSeq()));
        if (told.scan().plate() != null) {
            pairs.put(ScanExtra.PLATE, told.scan().plate());
        }
        return Extra.format(pairs);
    }
}
