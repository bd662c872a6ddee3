package parkgate.core.code;

import parkgate.core.CredentialId;

/** Port: how far the clocks of class T phones are off, as their accepted values have shown. */
@FunctionalInterface
public interface PhoneClocks {
    /** Steps, at most {@link Step#MAX_DRIFT} either way; negative when the phone is behind, 0 when nothing is known. */
    int driftSteps(CredentialId credential);
}
