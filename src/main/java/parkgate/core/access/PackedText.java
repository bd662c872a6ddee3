package parkgate.core.access;

import java.util.List;

/**
 * The separators of the texts that Redis keeps are safe because no field may hold one: this is where that is asserted,
 * on the way out and on the way in.
 */
final class PackedText {
    /** The longest id or key that any field holds, in characters. */
    static final int MAX_FIELD = 128;

    /** Most flags on one event or stay: more than there are words. */
    static final int MAX_FLAGS = 64;

    private PackedText() {}

    /** {@code text}, which may be empty, when it is short and has only {@code [A-Za-z0-9._:-]}. */
    static String field(String name, String text) {
        if (text.length() > MAX_FIELD) {
            throw new IllegalArgumentException(name + ": longer than " + MAX_FIELD);
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isFieldCharacter(text.charAt(i))) {
                throw new IllegalArgumentException(name + ": a character that could be a separator");
            }
        }
        return text;
    }

    /** Words of {@code [A-Z0-9_]}, none empty. */
    static List<String> flags(List<String> flags) {
        if (flags.size() > MAX_FLAGS) {
            throw new IllegalArgumentException("flags: more than " + MAX_FLAGS);
        }
        for (String flag : flags) {
            if (flag.isEmpty() || flag.length() > MAX_FIELD || !flag.chars().allMatch(PackedText::isFlagCharacter)) {
                throw new IllegalArgumentException("flags: a word of A-Z, 0-9 and _ is expected");
            }
        }
        return List.copyOf(flags);
    }

    /** The flags of {@code "A+B"}; none of {@code ""}. */
    static List<String> parseFlags(String text) {
        if (text.length() > MAX_FLAGS * (MAX_FIELD + 1)) {
            throw new IllegalArgumentException("flags: too long");
        }
        return text.isEmpty() ? List.of() : flags(List.of(text.split("\\+", -1)));
    }

    /** A decimal whole number, with its name in the complaint when it is none. */
    static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + ": a whole number is expected", notANumber);
        }
    }

    /** As {@link #number(String, String)}, within an {@code int}. */
    static int small(String name, String text) {
        long number = number(name, text);
        if (number != (int) number) {
            throw new IllegalArgumentException(name + ": out of range");
        }
        return (int) number;
    }

    /** {@code number}, which counts or dates something and so is not negative. */
    static long notNegative(String name, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(name + ": negative");
        }
        return number;
    }

    static boolean isLetterOrDigit(int c) {
        return between('A', c, 'Z') || between('a', c, 'z') || between('0', c, '9');
    }

    private static boolean isFieldCharacter(char c) {
        return isLetterOrDigit(c) || "._:-".indexOf(c) >= 0;
    }

    private static boolean isFlagCharacter(int c) {
        return between('A', c, 'Z') || between('0', c, '9') || c == '_';
    }

    private static boolean between(char first, int c, char last) {
        return first <= c && c <= last;
    }
}
