package parkgate.credential;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.TotpKey;
import parkgate.http.Problem;
import parkgate.postgres.ChangeFeed;
import parkgate.signing.Signer;

/** Hands out credentials and takes them back: what the routes, and the demonstration city, ask of this feature. */
public final class CredentialDesk {
    /** How long a credential is good when nobody says otherwise. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(365);

    /** A new code is good from so long ago, since another instance's or a lane's clock may be behind. */
    static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

    private final Credentials credentials;
    private final CodeText codes;
    private final Signer signer;
    private final TotpPhones phones;
    private final ChangeFeed changes;
    private final SecureRandom random;
    private final InstantSource clock;

    CredentialDesk(
            Credentials credentials,
            CodeText codes,
            Signer signer,
            TotpPhones phones,
            ChangeFeed changes,
            SecureRandom random,
            InstantSource clock) {
        this.credentials = credentials;
        this.codes = codes;
        this.signer = signer;
        this.phones = phones;
        this.changes = changes;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A credential that was just issued, with what is shown once.
     *
     * @param code the code's text, for class T up to the phone's part; null while a phone has to claim it first
     * @param totpKey what the phone makes its values with; null unless the class is T
     * @param claimToken what a phone claims it with; null unless it is dynamic
     */
    public record Issued(
            Credential credential,
            @Nullable String code,
            @Nullable TotpKey totpKey,
            @Nullable String claimToken) {}

    /**
     * Issues a credential.
     *
     * @param expiresAt null: after {@link #DEFAULT_VALIDITY}; a part of a second is cut off
     * @return fails with {@link Problem} 422
     */
    public Future<Issued> issue(
            Issuer issuer, CredentialType type, @Nullable String holderRef, @Nullable Instant expiresAt, By by) {
        Instant now = clock.instant();
        if (!type.isOffered()) {
            return Future.failedFuture(Problem.invalid("/type", "must be one of QR_PRINTED, QR_DYNAMIC, QR_TOTP here"));
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return Future.failedFuture(Problem.invalid("/expiresAt", "must lie ahead"));
        }
        Instant end = expiresAt == null ? now.plus(DEFAULT_VALIDITY) : expiresAt;
        NewCredential fresh = fresh(type, now);
        return credentials
                .add(fresh, issuer, type, holderRef, end.truncatedTo(ChronoUnit.SECONDS), by)
                .map(made -> issued(made, fresh));
    }

    /**
     * Revokes a credential; it acts here before the future succeeds, and everywhere within a second. A revoked one stays
     * as it is.
     *
     * @return fails with {@link Problem} 404, or 409 where another was issued in its place
     */
    public Future<Credential> revoke(CredentialId id, By by) {
        return credentials.revoke(id, clock.instant(), by).compose(revoked -> revoked.map(this::told)
                .orElseGet(() -> known(id).map(standing -> {
                    if (standing.status() == CredentialStatus.REPLACED) {
                        throw Problem.conflict("credential-replaced", "Another credential was issued in its place")
                                .detail("It is dead already; revoke the one that replaces it.");
                    }
                    return standing;
                })));
    }

    /**
     * Issues another credential in place of this one, which is dead at once; rights and the open session go over.
     *
     * @return fails with {@link Problem} 404, or 409 where this one is not ACTIVE or over
     */
    public Future<Issued> reissue(CredentialId id, By by) {
        Instant now = clock.instant();
        return known(id).compose(old -> {
            if (old.status() != CredentialStatus.ACTIVE || !old.expiresAt().isAfter(now)) {
                throw notActive();
            }
            NewCredential fresh = fresh(old.type(), now);
            return credentials
                    .replace(id, fresh, by)
                    .compose(made -> told(made.orElseThrow(CredentialDesk::notActive)))
                    .map(made -> issued(made, fresh));
        });
    }

    /** Another claim token in place of the one before; empty where a phone has claimed it, or it is revoked or over. */
    public Future<Optional<String>> linkAnew(CredentialId id) {
        ClaimToken token = ClaimToken.fresh(random);
        return credentials
                .relink(id, token, clock.instant())
                .map(linked -> linked ? Optional.of(token.text()) : Optional.empty());
    }

    /**
     * Binds a dynamic credential to a phone's key.
     *
     * @param device whose holder signed the token
     * @param recovery of the code that its driver keeps; null: none
     * @return with the code's text; fails with {@link Problem} 404, 409 or 422
     */
    Future<Issued> claim(ClaimToken token, DeviceKey device, @Nullable RecoveryHash recovery) {
        CodeSigner key = signer.codeKey(CodeClass.D, clock.instant());
        return credentials
                .claim(token, device, recovery, key.kid(), clock.instant())
                .compose(claimed -> claimed.map(Future::succeededFuture).orElseGet(() -> whyNot(token)))
                .map(claimed -> new Issued(claimed, codes.of(claimed), null, null));
    }

    /** The credential that a recovery code is for, dead or not; empty where it is no such code. */
    Future<Optional<CredentialId>> recovered(RecoveryHash recovery) {
        return credentials.findByRecovery(recovery).map(found -> found.map(Credential::id));
    }

    /**
     * Ends a lock-out, and forgets the wrong values of before; here before the future succeeds, everywhere within a second.
     * Of what is not locked nothing changes.
     *
     * @return fails with {@link Problem} 404
     */
    Future<Credential> unlock(CredentialId id, By by) {
        return known(id)
                .compose(credential -> credential.type() == CredentialType.QR_TOTP
                        ? phones.release(id, by).compose(released -> told(credential))
                        : Future.succeededFuture(credential));
    }

    private Future<Credential> known(CredentialId id) {
        return credentials.find(id).map(found -> found.orElseThrow(CredentialDesk::unknown));
    }

    static Problem unknown() {
        return Problem.notFound("No credential has this id.");
    }

    private Future<Credential> whyNot(ClaimToken token) {
        return credentials.findByClaim(token).map(found -> {
            Credential credential = found.orElseThrow(() -> Problem.notFound("No credential has this claim token."));
            throw credential.claimedAt() == null
                    ? notActive()
                    : Problem.conflict("already-claimed", "This claim token was used")
                            .detail("A token works once. Have the credential re-issued for another phone.");
        });
    }

    private NewCredential fresh(CredentialType type, Instant now) {
        byte[] cti = new byte[CredentialId.BYTES];
        random.nextBytes(cti);
        boolean dynamic = type == CredentialType.QR_DYNAMIC;
        return new NewCredential(
                CredentialId.of(cti),
                dynamic ? null : signer.codeKey(type.codeClass(), now).kid(),
                dynamic ? ClaimToken.fresh(random) : null,
                now.minus(CLOCK_SLACK).truncatedTo(ChronoUnit.SECONDS));
    }

    private Issued issued(Credential made, NewCredential fresh) {
        ClaimToken claim = fresh.claim();
        return new Issued(
                made,
                made.kid() == null ? null : codes.of(made),
                made.type() == CredentialType.QR_TOTP ? codes.totpKeyOf(made) : null,
                claim == null ? null : claim.text());
    }

    private Future<Credential> told(Credential changed) {
        return changes.applyOwn().map(changed);
    }

    private static Problem notActive() {
        return Problem.conflict("credential-not-active", "This credential is revoked, replaced or over")
                .detail("Issue a new one.");
    }
}
