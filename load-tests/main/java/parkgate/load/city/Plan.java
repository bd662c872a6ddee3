package parkgate.load.city;

import org.jspecify.annotations.Nullable;

/** A scan that is about to come: who shows a code where, and what is expected of the answer. */
final class Plan {
    /** What is to come of it. */
    enum Kind {
        ENTRY("OK"),
        EXIT("OK"),
        /** Who is inside, at the way in again. */
        INSIDE("PASSBACK"),
        /** A screenshot of some minutes ago. */
        STALE("STALE_CODE"),
        /** Who has a right in another city only. */
        STRANGER("NO_RIGHT_HERE"),
        REVOKED("REVOKED"),
        /** At a lot that has no space. */
        FULL("LOT_FULL"),
        GARBAGE("MALFORMED"),
        FORGED("BAD_SIGNATURE");

        final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        boolean isGrant() {
            return this == ENTRY || this == EXIT;
        }
    }

    final Kind kind;
    final Motorist who;
    final int lot;
    final boolean pictured;
    /** What is shown; made ahead. */
    Code.@Nullable Shown shown;

    long madeAtMs;

    /**
     * {@code who} shows a code.
     *
     * @param lot the lot's number
     * @param pictured true where it goes through a picture first
     */
    Plan(Kind kind, Motorist who, int lot, boolean pictured) {
        this.kind = kind;
        this.who = who;
        this.lot = lot;
        this.pictured = pictured;
    }
}
