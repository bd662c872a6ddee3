package parkgate.gatesim.scenario;

/** What a driver does; {@code parkgate.gatesim.world} plays them. */
public enum Story {
    /** Comes in, stays, goes out. */
    VISIT,
    /** Stops before the open barrier and backs out; comes in a little later. */
    BACK_OUT,
    /** Gets the exit opened, stays inside, and leaves later. */
    EXIT_BACK_OUT,
    /** Backs out while the loop is broken: nobody reports it, the grant expires. */
    SILENT_BACK_OUT,
    /** Once inside, hands the code to a second car. */
    PASSBACK,
    /** A picture of the phone is shown at another lane right away. */
    COPIED,
    /** A picture of the phone is shown at a gate when its proof is too old. */
    STALE_COPY,
    /** Comes with a credential that has expired. */
    EXPIRED,
    /** The credential expires while the car is inside; it leaves all the same. */
    EXPIRES_INSIDE,
    /** Comes with a revoked credential. */
    REVOKED,
    /** The credential is revoked while the car is inside. */
    REVOKED_INSIDE,
    /** The paper is re-issued while the car is inside; both papers are tried. */
    REISSUED_INSIDE,
    /** Holds a hand over the code: no picture can be read. */
    UNREADABLE,
    /** Shows some other QR code. */
    FOREIGN,
    /** Shows a parking code with one character changed. */
    FORGED,
    /** Leaves with a code that never came in: a car that stood there when the lot went live. */
    WITHOUT_SESSION
}
