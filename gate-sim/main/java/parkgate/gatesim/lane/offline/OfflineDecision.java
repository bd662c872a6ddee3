package parkgate.gatesim.lane.offline;

import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;

/**
 * What a lane decided by itself.
 *
 * @param reason OK when granted
 * @param credential null where the text is nobody's code
 * @param step of the code, below zero where it has none, or none that can be checked here
 * @param again the grant that this is again; null for a new one
 */
public record OfflineDecision(
        boolean granted,
        Reason reason,
        Direction direction,
        @Nullable CredentialId credential,
        long step,
        @Nullable Seen again) {}
