package parkgate.signing;

import java.security.GeneralSecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.code.Signatures;

/** Chooses who does the signature mathematics: native code where it loads, else Java. */
public final class SignatureLibrary {
    private static final Logger log = LoggerFactory.getLogger(SignatureLibrary.class);

    private SignatureLibrary() {}

    /** The fastest library that works on this machine. Logs one line when that is the slow one. */
    public static Signatures best() {
        try {
            return CorrettoSignatures.load();
        } catch (GeneralSecurityException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            log.warn(
                    "signatures by BouncyCastle, several times slower: the native library did not load: {}",
                    cause.toString());
            return slow();
        }
    }

    /** The one that runs everywhere. */
    public static Signatures slow() {
        return new BouncySignatures();
    }
}
