package parkgate.credential;

import java.util.Objects;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.Kid;
import parkgate.core.code.TotpKey;
import parkgate.http.Problem;
import parkgate.signing.Signer;

/**
 * The text of a credential's code, made again from what is stored: Ed25519 signs the same bytes the same way each time,
 * so no code is kept anywhere.
 */
final class CodeText {
    private final Signer signer;

    CodeText(Signer signer) {
        this.signer = signer;
    }

    /**
     * The issuer's part of the code: for paper all of it.
     *
     * @param credential printed, with a TOTP key, or claimed by a phone
     * @throws Problem 409, when the key it was signed with is no longer here
     */
    String of(Credential credential) {
        Kid kid = Objects.requireNonNull(credential.kid(), "a credential that no phone has claimed has no code");
        CodeSigner key = signer.codeKey(kid);
        if (key == null) {
            throw retired();
        }
        // A credential may outlive what the code's 32 bits can say.
        long expires = Math.min(credential.expiresAt().getEpochSecond(), Claims.MAX_U32);
        return CodeWriter.text(
                new Claims(
                        expires,
                        credential.notBefore().getEpochSecond(),
                        credential.id(),
                        credential.device(),
                        credential.type().codeClass(),
                        credential.statusIndex()),
                key);
    }

    /**
     * The secret of a class T credential, made again from the master of its epoch.
     *
     * @throws Problem 409, when that master is no longer here
     */
    TotpKey totpKeyOf(Credential credential) {
        TotpKey key =
                signer.totpKeys().key(credential.id(), credential.notBefore().getEpochSecond());
        if (key == null) {
            throw retired();
        }
        return key;
    }

    private static Problem retired() {
        return Problem.conflict("code-key-retired", "The key of this code is no longer in use")
                .detail("Re-issue the credential.");
    }
}
