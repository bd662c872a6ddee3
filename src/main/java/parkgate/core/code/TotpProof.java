package parkgate.core.code;

import org.jspecify.annotations.Nullable;

/**
 * What a phone appends to its class T code: {@code 10DIGIT "." 8DIGIT}, the unix seconds of its own clock and the TOTP
 * value of the step in which they lie. The value vouches for the step; whether that step is one of now is asked of our own
 * clock afterwards. Of the seconds within the step nothing follows.
 *
 * @param seconds 0 to 9,999,999,999
 * @param digits {@link TotpKey#DIGITS} digits
 */
record TotpProof(long seconds, String digits) {
    private static final int TIME_DIGITS = 10;

    /** Null unless these are ten and eight ASCII digits. Never throws on any input. */
    static @Nullable TotpProof read(String time, String value) {
        if (!isDigits(time, TIME_DIGITS) || !isDigits(value, TotpKey.DIGITS)) {
            return null;
        }
        return new TotpProof(Long.parseLong(time), value);
    }

    /** The step in which the phone made it. */
    long step() {
        return seconds / Step.PERIOD_SECONDS;
    }

    private static boolean isDigits(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Not the value: it opens a gate. */
    @Override
    public String toString() {
        return "a TOTP proof";
    }
}
