package parkgate.core.code;

import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;

/** What a text from a camera turned out to be. */
public sealed interface Reading {
    /**
     * Nobody's code.
     *
     * @param reason MALFORMED or BAD_SIGNATURE
     */
    record Refused(Reason reason) implements Reading {}

    /**
     * A class T code that we issued, with a value that its key does not give: a guess, or a pass with another key.
     */
    record WrongValue(CredentialId credential) implements Reading {}

    /** A number, typed: whether it may open anything, the credential's issuer has to say. */
    record Typed(CredentialId credential) implements Reading {}

    /** The number of a credential of class T or D, typed: what a phone has to prove, no number proves. */
    record NotByNumber(CredentialId credential) implements Reading {}

    /**
     * A code that we issued and, where it carries a proof, that its phone showed.
     *
     * @param statusIndex its bit in the status list
     * @param step the 15-second step of its proof, {@link Step#NONE} for class S
     * @param untimely null, or why the clock is against it: EXPIRED, NOT_YET_ACTIVE or STALE_CODE. An entry refuses
     *     by it; an exit only flags, since what counts there is the open session
     * @param longUntimely true when it was so {@link CodeReader#LONG_AGO} before already: no scan of it can have been
     *     granted that a lane may still repeat
     */
    record Presented(
            CredentialId credential,
            CodeClass codeClass,
            long statusIndex,
            long step,
            @Nullable Reason untimely,
            boolean longUntimely)
            implements Reading {}
}
