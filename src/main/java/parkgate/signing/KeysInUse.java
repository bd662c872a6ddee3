package parkgate.signing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.IssuerKeys;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.TotpKeys;
import parkgate.core.code.VerifyingKey;

/** The keys of a running instance: whoever holds this always has the ring that it was given last. Any thread may use it. */
public final class KeysInUse implements Signer {
    private volatile KeyRing ring;
    private volatile KeySet published;

    public KeysInUse(KeyRing ring) {
        this.ring = ring;
        this.published = ring.keySet();
    }

    /** Uses another ring from the next question on. */
    public void use(KeyRing next) {
        ring = next;
    }

    /** The ring has the public keys of this version: what {@link #keySet} says until it has those of another. */
    public void isOfVersion(long version) {
        published = new KeySet(version, ring.publicKeys());
    }

    /** The ring at this moment. */
    public KeyRing ring() {
        return ring;
    }

    @Override
    public CodeSigner codeKey(CodeClass codeClass, Instant now) {
        return ring.codeKey(codeClass, now);
    }

    @Override
    public @Nullable CodeSigner codeKey(Kid kid) {
        return ring.codeKey(kid);
    }

    @Override
    public CodeSigner statusKey(Instant now) {
        return ring.statusKey(now);
    }

    @Override
    public TotpKeys totpKeys() {
        return (credential, notBefore) -> ring.totpKeys().key(credential, notBefore);
    }

    @Override
    public IssuerKeys issuerKeys(Signatures signatures) {
        return new Issuers(signatures);
    }

    @Override
    public List<PublicKeyInfo> publicKeys() {
        return ring.publicKeys();
    }

    /** The newest version that this instance had whole; a key that has gone out of use since is left out. */
    @Override
    public KeySet keySet() {
        KeySet last = published;
        Set<String> inUse =
                publicKeys().stream().map(PublicKeyInfo::thumbprintHex).collect(Collectors.toSet());
        return new KeySet(
                last.version(),
                last.keys().stream()
                        .filter(key -> inUse.contains(key.thumbprintHex()))
                        .toList());
    }

    /** Makes the verifying keys ready once for each ring. */
    private final class Issuers implements IssuerKeys {
        private final Signatures signatures;
        private volatile Ready ready;

        private record Ready(KeyRing of, IssuerKeys keys) {}

        Issuers(Signatures signatures) {
            this.signatures = signatures;
            this.ready = ready(ring);
        }

        @Override
        public @Nullable VerifyingKey codeKey(Kid kid, CodeClass codeClass) {
            KeyRing now = ring;
            Ready mine = ready;
            if (mine.of() != now) {
                mine = ready(now);
                ready = mine;
            }
            return mine.keys().codeKey(kid, codeClass);
        }

        private Ready ready(KeyRing of) {
            return new Ready(of, of.issuerKeys(signatures));
        }
    }
}
