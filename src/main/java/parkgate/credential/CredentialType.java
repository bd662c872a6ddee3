package parkgate.credential;

import parkgate.core.CodeClass;

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
        return this != SHORT_CODE;
    }

    /** The class of its codes. */
    CodeClass codeClass() {
        return switch (this) {
            case QR_DYNAMIC -> CodeClass.D;
            case QR_TOTP -> CodeClass.T;
            case QR_PRINTED, SHORT_CODE -> CodeClass.S;
        };
    }
}
