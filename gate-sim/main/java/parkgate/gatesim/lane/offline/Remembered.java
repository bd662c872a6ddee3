package parkgate.gatesim.lane.offline;

import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/** Port: whom the lane let through. */
@FunctionalInterface
public interface Remembered {
    @Nullable
    Seen seen(CredentialId credential);
}
