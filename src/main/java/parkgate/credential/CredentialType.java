package parkgate.credential;

/** What is presented, as APDS (ISO/TS 5206-1) names it. */
public enum CredentialType {
    /** A phone with its own key: class D. */
    QR_DYNAMIC,
    /** A wallet's rotating barcode: class T. */
    QR_TOTP,
    /** Paper: class S. */
    QR_PRINTED,
    /** A number typed at a lane. */
    SHORT_CODE;

    /** True when a credential of this type can be issued. */
    boolean isOffered() {
        return this == QR_DYNAMIC || this == QR_PRINTED;
    }
}
