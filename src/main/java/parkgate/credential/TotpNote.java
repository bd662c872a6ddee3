package parkgate.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;

/**
 * What PostgreSQL knows of a class T credential's phone.
 *
 * @param driftSteps by how many steps its clock is off; negative when it is behind
 * @param lockedUntil null when it was not locked since the last release
 * @param releases how often an operator has released it
 */
record TotpNote(
        CredentialId credential, int driftSteps, @Nullable Instant lockedUntil, int releases) {}
