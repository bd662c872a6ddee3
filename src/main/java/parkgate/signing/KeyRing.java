package parkgate.signing;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.TotpKeys;
import parkgate.core.code.VerifyingKey;

/** The keys of a key file, in memory. Nothing of them is ever printed: {@code toString} is the object's own. */
public final class KeyRing implements Signer {
    /** Length in bytes of the plate key, of a TOTP master and of an Ed25519 seed. */
    static final int SECRET_BYTES = 32;

    /** Later than any code can begin. */
    private static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final Comparator<FileKey> ORDER = Comparator.comparing(FileKey::purpose)
            .thenComparing(FileKey::signsFrom, Comparator.reverseOrder())
            .thenComparing(FileKey::kid);

    private final List<FileKey> keys;
    private final Set<String> over;
    private final TotpMasters totp;

    /**
     * A ring of these keys.
     *
     * @throws IllegalArgumentException when a purpose has none, or two have one name
     */
    KeyRing(List<FileKey> keys) {
        this(keys, Set.of());
    }

    private KeyRing(List<FileKey> keys, Set<String> over) {
        this.keys = keys.stream().sorted(ORDER).toList();
        this.over = Set.copyOf(over);
        Set<String> names = new HashSet<>();
        for (FileKey key : keys) {
            if (!names.add(key.fingerprint().purpose() + key.kid())) {
                throw new IllegalArgumentException("two of its keys have one name");
            }
        }
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (purpose != KeyPurpose.PAPER && keys.stream().noneMatch(key -> key.purpose() == purpose)) {
                throw new IllegalArgumentException("its key \"" + purpose.word() + "\" is missing");
            }
        }
        Map<Long, byte[]> masters = new HashMap<>();
        Set<Long> epochsOver = new HashSet<>();
        for (FileKey key : keys) {
            if (key.purpose() == KeyPurpose.TOTP) {
                masters.put(key.signsFrom().getEpochSecond(), key.secret());
                if (!isInUse(key)) {
                    epochsOver.add(key.signsFrom().getEpochSecond());
                }
            }
        }
        this.totp = new TotpMasters(masters, epochsOver);
    }

    /**
     * The same file's keys, of which some are no longer in use: others know them to be compromised, or they are retired and
     * the last code under them has expired.
     *
     * @param fingerprints of 64 hexadecimal digits
     */
    public KeyRing without(Set<String> fingerprints) {
        return fingerprints.equals(over) ? this : new KeyRing(keys, fingerprints);
    }

    @Override
    public CodeSigner codeKey(CodeClass codeClass, Instant now) {
        return newest(key -> key.classes().contains(codeClass), now, "codes of class " + codeClass);
    }

    @Override
    public CodeSigner statusKey(Instant now) {
        return newest(key -> key.purpose() == KeyPurpose.STATUS, now, "status lists");
    }

    @Override
    public @Nullable CodeSigner codeKey(Kid kid) {
        return inUse().filter(key -> key.is(kid) && !key.classes().isEmpty())
                .findFirst()
                .map(FileKey::signing)
                .orElse(null);
    }

    @Override
    public TotpKeys totpKeys() {
        return totp;
    }

    @Override
    public List<PublicKeyInfo> publicKeys() {
        return inUse().filter(key -> key.purpose().isSigning())
                .map(key -> new PublicKeyInfo(
                        key.purpose(),
                        key.classes(),
                        Objects.requireNonNull(key.signing()).publicKey().x()))
                .toList();
    }

    /** The keys under version 0: a file alone does not know how often it was changed. */
    @Override
    public KeySet keySet() {
        return new KeySet(0, publicKeys());
    }

    /** Of every key that the file has or had, the secret ones too. */
    public List<KeyFingerprint> fingerprints() {
        return keys.stream().map(FileKey::fingerprint).toList();
    }

    /** Fingerprints, 64 hexadecimal digits each, of the keys that the file says are compromised. */
    public Set<String> compromised() {
        return keys.stream()
                .filter(key -> key.state() == KeyState.COMPROMISED)
                .map(key -> key.fingerprint().fingerprint())
                .collect(Collectors.toSet());
    }

    /** The keys that the file says are retired. */
    public List<RetiredKey> retired() {
        return keys.stream()
                .filter(key -> key.state() == KeyState.RETIRED)
                .map(key -> new RetiredKey(
                        key.purpose(),
                        key.kid(),
                        key.fingerprint().fingerprint(),
                        key.alias().since(),
                        key.signsFrom(),
                        endOfEpoch(key)))
                .toList();
    }

    private Instant endOfEpoch(FileKey key) {
        return keys.stream()
                .filter(other ->
                        other.purpose() == key.purpose() && other.signsFrom().isAfter(key.signsFrom()))
                .map(FileKey::signsFrom)
                .min(Comparator.naturalOrder())
                .orElse(FOREVER);
    }

    @Override
    public IssuerKeys issuerKeys(Signatures signatures) {
        record Issuer(Set<CodeClass> classes, VerifyingKey key) {}
        Map<Kid, Issuer> byKid = new HashMap<>();
        for (PublicKeyInfo key : publicKeys()) {
            if (!key.classes().isEmpty()) {
                VerifyingKey verifying = signatures.ed25519(key.x());
                if (verifying == null) {
                    throw new IllegalStateException("our own public key is no point of the curve");
                }
                byKid.put(key.kid(), new Issuer(key.classes(), verifying));
            }
        }
        Map<Kid, Issuer> issuers = Map.copyOf(byKid);
        return (kid, codeClass) -> {
            Issuer issuer = issuers.get(kid);
            return issuer == null || !issuer.classes().contains(codeClass) ? null : issuer.key();
        };
    }

    List<FileKey> keys() {
        return keys;
    }

    /** Of the live ones that may, the one whose time came last; before any one's time, the one whose time comes first. */
    private CodeSigner newest(Predicate<FileKey> may, Instant now, String what) {
        List<FileKey> live = inUse().filter(key -> key.state() == KeyState.LIVE && may.test(key))
                .sorted(Comparator.comparing(FileKey::signsFrom))
                .toList();
        FileKey chosen = null;
        for (FileKey key : live) {
            if (chosen == null || !key.signsFrom().isAfter(now)) {
                chosen = key;
            }
        }
        if (chosen == null) {
            throw new NoSigningKeyException("the key file has no key that may sign " + what);
        }
        return Objects.requireNonNull(chosen.signing());
    }

    private Stream<FileKey> inUse() {
        return keys.stream().filter(this::isInUse);
    }

    private boolean isInUse(FileKey key) {
        return key.state() != KeyState.COMPROMISED
                && !over.contains(key.fingerprint().fingerprint());
    }
}
