package parkgate.signing;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.code.Kid;

/** One key as the key file has it, with its calendar. Nothing of it is ever printed: {@code toString} is the object's own. */
final class FileKey {
    private final KeyAlias alias;
    private final byte[] secret;
    private final @Nullable SigningKey signing;
    private final KeyFingerprint fingerprint;

    private FileKey(KeyAlias alias, byte[] secret) {
        if (secret.length != KeyRing.SECRET_BYTES) {
            throw new IllegalArgumentException("a " + alias.purpose().word() + " key has 32 bytes");
        }
        this.secret = secret.clone();
        boolean dead = alias.state() == KeyState.COMPROMISED;
        this.signing = alias.purpose().isSigning() && !dead ? new SigningKey(alias.purpose(), secret) : null;
        String hash;
        if (dead) {
            hash = HexFormat.of().formatHex(secret);
        } else {
            hash = signing == null
                    ? KeyFingerprint.ofSecret("", secret).fingerprint()
                    : signing.publicKey().thumbprintHex();
        }
        this.fingerprint = new KeyFingerprint(alias.row(), hash.substring(0, 8), hash, alias.state());
        this.alias = alias.named(fingerprint.kid());
    }

    /**
     * The key of an alias.
     *
     * @param secret 32 bytes: the key; of one that is compromised, its fingerprint
     */
    static FileKey of(KeyAlias alias, byte[] secret) {
        return new FileKey(alias, secret);
    }

    /** A key that is new. */
    static FileKey fresh(KeyPurpose purpose, byte[] secret, Instant publishedFrom, Instant signsFrom) {
        return new FileKey(KeyAlias.live(purpose, publishedFrom, signsFrom), secret);
    }

    /** The same key, further on. What a compromised one keeps is its fingerprint alone. */
    FileKey in(KeyState state, Instant since) {
        byte[] kept = state == KeyState.COMPROMISED ? HexFormat.of().parseHex(fingerprint.fingerprint()) : secret;
        return new FileKey(alias.in(state, since), kept);
    }

    /** The same key, signing from another moment on. */
    FileKey signingFrom(Instant moment) {
        return new FileKey(alias.signingFrom(moment), secret);
    }

    KeyAlias alias() {
        return alias;
    }

    KeyPurpose purpose() {
        return alias.purpose();
    }

    KeyState state() {
        return alias.state();
    }

    Instant signsFrom() {
        return alias.signsFrom();
    }

    String kid() {
        return fingerprint.kid();
    }

    KeyFingerprint fingerprint() {
        return fingerprint;
    }

    /** The 32 bytes that the file keeps, fresh on each call. */
    byte[] secret() {
        return secret.clone();
    }

    /** Null for a secret, and when it is compromised. */
    @Nullable
    SigningKey signing() {
        return signing;
    }

    boolean is(Kid kid) {
        return signing != null && signing.kid().equals(kid);
    }

    /** The classes of codes that it may sign: one made before paper had keys of its own signs all three. */
    Set<CodeClass> classes() {
        return switch (purpose()) {
            case CODE ->
                alias.isOfFirstVersion()
                        ? Set.of(CodeClass.S, CodeClass.T, CodeClass.D)
                        : Set.of(CodeClass.T, CodeClass.D);
            case PAPER -> Set.of(CodeClass.S);
            case STATUS, PLATE, TOTP -> Set.of();
        };
    }
}
