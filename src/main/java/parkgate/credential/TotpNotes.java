package parkgate.credential;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parkgate.audit.By;
import parkgate.core.CredentialId;

/** Port: what all instances know together of class T phones. What changes is told by the change log. */
interface TotpNotes {
    /**
     * Notes a wrong value, and locks the credential when it is the last of too many.
     *
     * @return the credential as it then stands; empty while it is locked, when nothing is noted
     */
    Future<Optional<TotpNote>> wrongValue(CredentialId credential, Instant now);

    /** Notes by how much a phone is off. */
    Future<Void> drift(CredentialId credential, int steps);

    /** Ends a lock, and forgets the wrong values of before. */
    Future<Void> release(CredentialId credential, By by);

    /** Of these credentials, those of which there is anything. */
    Future<List<TotpNote>> of(List<CredentialId> credentials);

    /** Those that are locked or whose phone is off, locked ones first, at most {@code most}. */
    Future<List<TotpNote>> kept(Instant now, int most);
}
