package parkgate.gatesim.lane.offline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.Kid;
import parkgate.core.code.VerifyingKey;

/**
 * The offline pack, believed and read: all that a lane needs to decide by itself.
 *
 * @param version never goes down
 * @param staleAfter from then on the lot's stalePack says what counts
 * @param codeKeys keys that sign codes
 * @param packKeys keys that may sign the next pack
 * @param classes of the credentials that have a right here
 * @param rights by credential
 * @param rightsLeftOut more than the pack can hold
 */
public record Pack(
        long version,
        String lotId,
        String laneId,
        Instant issuedAt,
        Instant staleAfter,
        Map<Kid, CodeKey> codeKeys,
        Map<Kid, byte[]> packKeys,
        StatusBits status,
        LotTerms lot,
        LaneTerms lane,
        Map<CredentialId, CodeClass> classes,
        Map<CredentialId, List<PackRight>> rights,
        long rightsLeftOut) {

    /**
     * A key that signs codes.
     *
     * @param until the first moment it no longer does, null where it has no end
     * @param classes that are genuine under it
     */
    record CodeKey(VerifyingKey key, @Nullable Instant until, Set<CodeClass> classes) {
        CodeKey {
            classes = Set.copyOf(classes);
        }

        boolean signs(CodeClass codeClass, Instant now) {
            return classes.contains(codeClass) && (until == null || now.isBefore(until));
        }
    }

    /**
     * The lane itself.
     *
     * @param passageTimeoutSeconds after so long a grant whose car nobody saw is undone
     */
    public record LaneTerms(LaneDirection direction, boolean confirmPassage, int passageTimeoutSeconds) {}

    boolean isStale(Instant now) {
        return !now.isBefore(staleAfter);
    }

    public LaneDirection direction() {
        return lane.direction();
    }

    @Override
    public String toString() {
        return "pack " + version + " of lane " + laneId + ", stale after " + staleAfter;
    }
}
