package parkgate.credential;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Kid;
import parkgate.http.Page;

/**
 * Port: the credentials that were ever issued. Each change is one transaction, and writes to the change log where
 * instances keep what it changes.
 */
interface Credentials {
    /** Adds one, with a random free bit of the status list. */
    Future<Credential> add(
            NewCredential fresh,
            Issuer issuer,
            CredentialType type,
            @Nullable String holderRef,
            Instant expiresAt,
            By by);

    Future<Optional<Credential>> find(CredentialId id);

    /** The one that a claim token was made for, claimed or not. */
    Future<Optional<Credential>> findByClaim(ClaimToken token);

    /**
     * A page, newest first.
     *
     * @param holderRef null: of all holders
     */
    Future<List<Credential>> list(@Nullable String holderRef, Page page);

    /** A page of those whose codes a key has signed, newest first. */
    Future<List<Credential>> listOfKey(String kid, @Nullable String holderRef, Page page);

    /**
     * A page, newest first, of those that were issued under some places or an operator.
     *
     * @param operatorId null: under none
     * @param holderRef null: of all holders
     */
    Future<List<Credential>> listOfIssuers(
            Collection<String> placeIds, @Nullable String operatorId, @Nullable String holderRef, Page page);

    /** Ids of the places at which a chain of credentials holds rights. */
    Future<List<String>> placesOfRights(CredentialId root);

    /** Makes an ACTIVE one REVOKED; empty when there is no ACTIVE one of this id. */
    Future<Optional<Credential>> revoke(CredentialId id, Instant now, By by);

    /**
     * Makes an ACTIVE one REPLACED and adds its successor, which takes over its root, type, holder, expiry and issuer; empty when
     * there is no ACTIVE one of this id.
     *
     * @return the successor
     */
    Future<Optional<Credential>> replace(CredentialId id, NewCredential successor, By by);

    /** Gives an ACTIVE, unexpired and unclaimed one another claim token; false when there is no such one. */
    Future<Boolean> relink(CredentialId id, ClaimToken token, Instant now);

    /** The one that a recovery code is for: of a chain the ACTIVE one, else the newest. */
    Future<Optional<Credential>> findByRecovery(RecoveryHash recovery);

    /**
     * Binds an ACTIVE, unexpired and unclaimed one to a phone's key; empty when the token opens none.
     *
     * @param recovery of the code that its driver keeps; null: none
     * @return fails with {@link parkgate.http.Problem} 422 where another ACTIVE one has that recovery code
     */
    Future<Optional<Credential>> claim(
            ClaimToken token, DeviceKey device, @Nullable RecoveryHash recovery, Kid kid, Instant now);
}
