/**
 * QP1, the parking code: its bytes, how it is written and how it is read. The signature mathematics, the keys and the
 * cache of what was verified before come in through ports ({@link parkgate.core.code.Signatures}, {@link
 * parkgate.core.code.IssuerKeys}, {@link parkgate.core.code.TotpKeys}, {@link parkgate.core.code.VerifiedCodes}).
 */
@NullMarked
package parkgate.core.code;

import org.jspecify.annotations.NullMarked;
