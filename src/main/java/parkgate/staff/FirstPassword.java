package parkgate.staff;

import java.util.random.RandomGenerator;

/** A password that the service makes: 20 characters that nobody mistakes for one another, 100 random bits, in groups of five. */
final class FirstPassword {
    /** Crockford's Base32 in lower case: without i, l, o and u. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private FirstPassword() {}

    /** A new one. {@code random} must be one that nobody can foresee. */
    static String make(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
