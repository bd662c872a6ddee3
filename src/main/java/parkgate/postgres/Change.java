package parkgate.postgres;

/**
 * One row of the change log: something that instances keep copies of has changed.
 *
 * @param version 1, 2, 3 … over the whole service, in the order of the commits
 * @param subject id of what changed; for {@link Kind#RIGHT} the root credential whose rights changed; for
 *     {@link Kind#POOL}, {@link Kind#MESSAGE} and {@link Kind#ALARM} the lot
 */
public record Change(long version, Kind kind, String subject) {
    public enum Kind {
        PLACE,
        LANE,
        POOL,
        KEY,
        CREDENTIAL,
        RIGHT,
        /** A class T credential was locked or released, or its phone's clock is off. */
        TOTP,
        /** Somebody's sessions have ended, or the account has. */
        STAFF,
        /** A driver or an attendant asked, or an operator answered; the subject is the lot. */
        MESSAGE,
        /** An alarm of a lot began or ended; the subject is the lot. */
        ALARM
    }
}
