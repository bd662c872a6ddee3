package parkgate.credential;

/** Where a credential is in its life. Dates are another matter: an expired one stays ACTIVE. */
public enum CredentialStatus {
    ACTIVE,
    /** Taken away by its operator. */
    REVOKED,
    /** Another was issued in its place; rights and the open session went over to that. */
    REPLACED
}
