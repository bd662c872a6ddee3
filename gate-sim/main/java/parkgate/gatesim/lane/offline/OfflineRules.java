package parkgate.gatesim.lane.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Signatures;
import parkgate.core.code.Step;

/**
 * What a lane answers when it is alone: the service's rules in their order, as far as a pack and the lane's own memory
 * carry. Pure: no clock, no disk.
 *
 * <pre>
 * exit     open, but for a text that is no code, a bad signature, or a revoked code where the lot calls an attendant
 * entry    signature, status list, dates and window, car, assurance   as online
 *          replay and the same grant again                           from this lane's memory
 *          lot closed, rights, windows, offlinePolicy, stalePack     from the pack
 *          passback                                                  what this lane let in within {@code passbackFor}
 *          room                                                      this lane's share; the journal
 * </pre>
 */
public final class OfflineRules {
    /** A static code read twice at one lane within this time is one scan. */
    static final Duration STATIC_ECHO = Duration.ofSeconds(10);

    /** The same step at the same lane for this long: the camera read one code twice. */
    static final Duration STEP_ECHO = Duration.ofSeconds(30);

    private final Signatures signatures;
    private final RememberedCodes verified = new RememberedCodes();
    private final Duration passbackFor;

    /**
     * The rules.
     *
     * @param passbackFor for so long a credential that came in here counts as inside: after that it may have left by
     *     another lane, of which this one hears nothing
     */
    public OfflineRules(Signatures signatures, Duration passbackFor) {
        this.signatures = signatures;
        this.passbackFor = passbackFor;
    }

    /**
     * One scan.
     *
     * @param laneDirection where there is no pack
     * @param vehiclePresent null where no loop says it
     */
    public record Ask(
            String text,
            Instant now,
            @Nullable Pack pack,
            LaneDirection laneDirection,
            @Nullable Boolean vehiclePresent,
            Room room) {
        LaneDirection direction() {
            return pack == null ? laneDirection : pack.direction();
        }
    }

    /**
     * Whose code a text shows.
     *
     * @param step below zero where there is none that can be checked here
     */
    public record Shown(CredentialId credential, long step) {}

    /** The credential that a text shows, if a key of ours signed it, or that was typed; null for none. */
    public @Nullable Shown shown(Ask ask) {
        Reading reading = read(ask);
        CredentialId credential = credential(reading);
        return credential == null ? null : new Shown(credential, step(reading));
    }

    private static long step(Reading reading) {
        return reading instanceof Presented presented ? presented.step() : Step.NONE;
    }

    /** Never throws on any text. */
    public OfflineDecision decide(Ask ask, Remembered memory) {
        Reading reading = read(ask);
        if (reading instanceof Reading.Typed typed) {
            reading = typed(ask.pack(), typed.credential());
        }
        CredentialId credential = credential(reading);
        Seen seen = credential == null ? null : memory.seen(credential);
        Direction direction =
                switch (ask.direction()) {
                    case ENTRY -> Direction.ENTRY;
                    case EXIT -> Direction.EXIT;
                    case REVERSIBLE -> leavesReversible(seen) ? Direction.EXIT : Direction.ENTRY;
                };
        return direction == Direction.EXIT
                ? exit(ask, reading, credential, seen)
                : new Entry(ask, reading, credential, seen).decide();
    }

    private Reading read(Ask ask) {
        Pack pack = ask.pack();
        CodeReader reader = CodeReader.byPublicKeys(
                signatures,
                (kid, codeClass) -> {
                    Pack.CodeKey key = pack == null ? null : pack.codeKeys().get(kid);
                    return key != null && key.signs(codeClass, ask.now()) ? key.key() : null;
                },
                verified);
        return reader.read(ask.text(), ask.now());
    }

    /** Paper has nothing to prove but its number; whose number the pack does not know may be a phone's. */
    private static Reading typed(@Nullable Pack pack, CredentialId credential) {
        CodeClass codeClass = pack == null ? null : pack.classes().get(credential);
        return codeClass == null || codeClass == CodeClass.S
                ? new Reading.Typed(credential)
                : new Reading.NotByNumber(credential);
    }

    private static @Nullable CredentialId credential(Reading reading) {
        if (reading instanceof Presented presented) {
            return presented.credential();
        } else if (reading instanceof Reading.Typed typed) {
            return typed.credential();
        }
        return reading instanceof Reading.NotByNumber number ? number.credential() : null;
    }

    private static boolean leavesReversible(@Nullable Seen seen) {
        if (seen == null) {
            return false;
        }
        // Still before the barrier: whichever way it was granted. Else what came in here leaves.
        return seen.waiting() ? seen.direction() == Direction.EXIT : seen.direction() == Direction.ENTRY;
    }

    private static OfflineDecision exit(
            Ask ask, Reading reading, @Nullable CredentialId credential, @Nullable Seen seen) {
        Reason refusal = null;
        Pack pack = ask.pack();
        if (reading instanceof Reading.Refused refused) {
            // Without a pack no signature can be checked: then the form alone counts, so that nobody is locked in.
            refusal = pack == null && refused.reason() == Reason.BAD_SIGNATURE ? null : refused.reason();
        } else if (reading instanceof Reading.NotByNumber) {
            refusal = Reason.ASSURANCE_TOO_LOW;
        } else if (pack != null && reading instanceof Presented presented) {
            boolean dead = pack.status().isDead(presented.statusIndex());
            refusal = dead && pack.lot().attendant() ? Reason.REVOKED : null;
        }
        boolean again = refusal == null && seen != null && seen.waiting() && seen.direction() == Direction.EXIT;
        return new OfflineDecision(
                refusal == null,
                refusal == null ? Reason.OK : refusal,
                Direction.EXIT,
                credential,
                Step.NONE,
                again ? seen : null);
    }

    /** One scan at the way in. */
    private final class Entry {
        private final Ask ask;
        private final Reading reading;
        private final @Nullable CredentialId credential;
        private final @Nullable Seen seen;

        Entry(Ask ask, Reading reading, @Nullable CredentialId credential, @Nullable Seen seen) {
            this.ask = ask;
            this.reading = reading;
            this.credential = credential;
            this.seen = seen;
        }

        OfflineDecision decide() {
            Pack pack = ask.pack();
            if (reading instanceof Reading.Refused refused && (pack != null || refused.reason() == Reason.MALFORMED)) {
                return refuse(refused.reason());
            } else if (pack == null || credential == null) {
                return refuse(Reason.UNKNOWN_CREDENTIAL);
            } else if (reading instanceof Reading.NotByNumber) {
                return refuse(Reason.ASSURANCE_TOO_LOW);
            } else if (reading instanceof Reading.Typed && !pack.classes().containsKey(credential)) {
                return refuse(Reason.UNKNOWN_CREDENTIAL);
            }
            Reason fault = fault(pack);
            if (fault != null) {
                return refuse(fault);
            }
            Reason spent = spentStep();
            if (spent != null) {
                return refuse(spent);
            }
            if (seen != null && isSameGrant(seen)) {
                return new OfflineDecision(true, Reason.OK, Direction.ENTRY, credential, seen.step(), seen);
            }
            Reason refusal = refusedByLot(pack, credential);
            refusal = refusal != null ? refusal : refusedByPassback(pack);
            refusal = refusal != null ? refusal : refusedByRoom(pack);
            return refusal != null
                    ? refuse(refusal)
                    : new OfflineDecision(true, Reason.OK, Direction.ENTRY, credential, step(), null);
        }

        private OfflineDecision refuse(Reason reason) {
            return new OfflineDecision(false, reason, Direction.ENTRY, credential, step(), null);
        }

        private long step() {
            return OfflineRules.step(reading);
        }

        /** A T code proves here no more than paper does. */
        private CodeClass codeClass() {
            return step() == Step.NONE ? CodeClass.S : CodeClass.D;
        }

        private @Nullable Reason fault(Pack pack) {
            if (reading instanceof Presented presented) {
                if (pack.status().isDead(presented.statusIndex())) {
                    return Reason.REVOKED;
                } else if (presented.untimely() != null) {
                    return presented.untimely();
                }
            }
            if (Boolean.FALSE.equals(ask.vehiclePresent())) {
                return Reason.NO_VEHICLE_PRESENT;
            }
            return codeClass().compareTo(pack.lot().minAssurance()) < 0 ? Reason.ASSURANCE_TOO_LOW : null;
        }

        private @Nullable Reason spentStep() {
            if (step() == Step.NONE || seen == null || seen.step() < step()) {
                return null;
            } else if (seen.step() > step()) {
                return Reason.STALE_CODE;
            }
            return isSameGrant(seen) ? null : Reason.REPLAYED;
        }

        /** The barrier stayed shut, or the camera read one code twice. */
        private boolean isSameGrant(Seen last) {
            if (last.direction() != Direction.ENTRY) {
                return false;
            }
            if (last.waiting()) {
                return true;
            }
            boolean rotates = step() != Step.NONE;
            Duration echo = rotates ? STEP_ECHO : STATIC_ECHO;
            boolean sameRead = !rotates || last.step() == step();
            return sameRead && !ask.now().isAfter(last.at().plus(echo));
        }

        private @Nullable Reason refusedByLot(Pack pack, CredentialId id) {
            LotTerms lot = pack.lot();
            if (lot.status() == LotTerms.Status.CLOSED_TO_ALL) {
                return Reason.LOT_CLOSED;
            }
            boolean stale = pack.isStale(ask.now());
            if (stale && lot.stalePack() == LotTerms.StalePack.NO_ENTRY) {
                return Reason.NO_RIGHT_HERE;
            }
            boolean alwaysOnly = stale && lot.stalePack() == LotTerms.StalePack.ALWAYS_RIGHTS;
            List<PackRight> all = pack.rights().getOrDefault(id, List.of());
            PackRight right = all.stream()
                    .filter(held -> held.covers(ask.now(), lot.zone()))
                    .filter(held -> held.policy() == PackRight.OfflinePolicy.ALWAYS
                            || (held.policy() == PackRight.OfflinePolicy.CACHED && !alwaysOnly))
                    .findFirst()
                    .orElse(null);
            if (lot.status() == LotTerms.Status.CLOSED && (right == null || !right.staff())) {
                return Reason.LOT_CLOSED;
            }
            if (right != null) {
                return null;
            }
            boolean never = all.stream()
                    .anyMatch(held ->
                            held.policy() == PackRight.OfflinePolicy.NEVER && held.covers(ask.now(), lot.zone()));
            if (!lot.admitTransients() || alwaysOnly || never) {
                boolean outOfTime = all.stream().anyMatch(held -> !held.covers(ask.now(), lot.zone()));
                return outOfTime && !never ? Reason.OUT_OF_TIME_RANGE : Reason.NO_RIGHT_HERE;
            }
            return lot.status() == LotTerms.Status.FULL ? Reason.LOT_FULL : null;
        }

        private @Nullable Reason refusedByPassback(Pack pack) {
            boolean inside = seen != null
                    && seen.direction() == Direction.ENTRY
                    && ask.now().isBefore(seen.at().plus(passbackFor));
            return inside && (pack.lot().passbackHard() || codeClass() == CodeClass.S) ? Reason.PASSBACK : null;
        }

        private @Nullable Reason refusedByRoom(Pack pack) {
            if (pack.lot().bounded() && ask.room().spaces() <= 0) {
                return Reason.LOT_FULL;
            }
            return ask.room().journalTakesEntries() ? null : Reason.NOT_RECORDABLE;
        }
    }
}
