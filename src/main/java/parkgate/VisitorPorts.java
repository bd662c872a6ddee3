package parkgate;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.credential.CredentialDesk;
import parkgate.credential.CredentialType;
import parkgate.credential.Issuer;
import parkgate.page.VisitorCodes;

/** What the drivers' page asks of the credentials, for visitors. */
record VisitorPorts(CredentialDesk desk) implements VisitorCodes {
    private static final By NOT_GIVEN = new By(null, "made for a visitor and not given");

    @Override
    public Future<Made> make(
            @Nullable String issuerPlaceId, @Nullable String issuerOperatorId, String holderRef, Instant expiresAt) {
        return desk.issue(
                        new Issuer(issuerPlaceId, issuerOperatorId),
                        CredentialType.QR_DYNAMIC,
                        holderRef,
                        expiresAt,
                        By.SERVICE)
                .map(issued -> new Made(
                        issued.credential().id().text(), Objects.requireNonNull(issued.claimToken(), "it is dynamic")));
    }

    @Override
    public Future<Optional<String>> linkAnew(String credentialId) {
        return desk.linkAnew(new CredentialId(credentialId));
    }

    @Override
    public Future<Void> drop(String credentialId) {
        return desk.revoke(new CredentialId(credentialId), NOT_GIVEN).mapEmpty();
    }
}
