package parkgate.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;
import parkgate.http.Problem;

/**
 * Whose phone it is: no access key, the phone signs what it asks with the key that it claimed its credential with.
 *
 * <pre>
 * signed    ES256, IEEE P1363, over prefix || credentialId || signedAt in decimal digits || more, in UTF-8
 * </pre>
 *
 * A code that is shown at a gate is no such signature, so who photographs one learns nothing here; and this one opens no gate.
 */
public final class PhoneProof {
    /** So far a phone's clock may be off, either way. */
    static final Duration MOST_OFF = Duration.ofMinutes(2);

    private final PgPhones phones;
    private final Signatures signatures;
    private final Vertx vertx;
    private final InstantSource clock;

    public PhoneProof(PgPhones phones, Signatures signatures, Vertx vertx, InstantSource clock) {
        this.phones = phones;
        this.signatures = signatures;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The root of the signer's chain of credentials; fails as {@link #signer}. */
    public Future<String> root(JsonObject body, String prefix, String more) {
        return signer(body, prefix, more).map(PgPhones.Phone::rootId);
    }

    /**
     * The phone that signed a body's {@code credentialId} and {@code signedAt}, and what else it says.
     *
     * @throws Problem 409 where its clock is off, 422 where the signature is none; fails with 404 where it is another's
     */
    Future<PgPhones.Phone> signer(JsonObject body, String prefix, String more) {
        Instant now = clock.instant();
        long signedAt = body.getLong("signedAt");
        if (Math.abs(now.getEpochSecond() - signedAt) > MOST_OFF.toSeconds()) {
            throw wrongClock(now);
        }
        String credentialId = body.getString("credentialId");
        byte[] message = (prefix + credentialId + signedAt + more).getBytes(StandardCharsets.UTF_8);
        byte[] signature = bytes(body.getString("signature"));
        return phones.find(credentialId).compose(found -> signed(found, message, signature));
    }

    /** The phone, when this is its signature; who is no phone of ours does not learn whether there is such a credential. */
    private Future<PgPhones.Phone> signed(Optional<PgPhones.Phone> found, byte[] message, byte[] signature) {
        if (found.isEmpty()) {
            return Future.failedFuture(unknown());
        }
        PgPhones.Phone phone = found.get();
        Future<Boolean> good = signatures.isNative()
                ? Future.succeededFuture(isSigned(phone.key(), message, signature))
                : vertx.executeBlocking(() -> isSigned(phone.key(), message, signature), false);
        return good.compose(yes -> yes ? Future.succeededFuture(phone) : Future.failedFuture(unknown()));
    }

    private boolean isSigned(DeviceKey key, byte[] message, byte[] signature) {
        VerifyingKey verifying = signatures.p256(key);
        return verifying != null && verifying.verifies(message, signature);
    }

    private static byte[] bytes(String base64url) {
        try {
            return Base64.getUrlDecoder().decode(base64url);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/signature", "is not base64url");
        }
    }

    private static Problem unknown() {
        return Problem.notFound("No phone with this key has claimed this credential.");
    }

    private static Problem wrongClock(Instant now) {
        return Problem.conflict("wrong-clock", "This clock is too far off")
                .detail("Date says what time it is here; sign that.")
                .header("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    }
}
