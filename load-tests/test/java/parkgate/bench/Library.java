package parkgate.bench;

import parkgate.core.code.Signatures;
import parkgate.signing.SignatureLibrary;

/** Who could do the signature mathematics. */
public enum Library {
    CORRETTO,
    BOUNCYCASTLE,
    JDK;

    Signatures signatures() {
        return switch (this) {
            case CORRETTO -> nativeOnly(SignatureLibrary.best());
            case BOUNCYCASTLE -> SignatureLibrary.slow();
            case JDK -> new JdkSignatures();
        };
    }

    private static Signatures nativeOnly(Signatures signatures) {
        if (!signatures.isNative()) {
            throw new IllegalStateException("the native library does not load here");
        }
        return signatures;
    }
}
