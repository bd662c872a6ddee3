package parkgate.signing;

import org.jspecify.annotations.Nullable;

/** Which Java versions can be trusted with signatures. */
public final class JavaVersion {
    private static final Runtime.Version FIRST_GOOD_17 = Runtime.Version.parse("17.0.3");
    private static final Runtime.Version FIRST_GOOD_18 = Runtime.Version.parse("18.0.1");

    private JavaVersion() {}

    /**
     * Why this version must not run the service, as one line for its user; null when it may. CVE-2022-21449: before
     * 17.0.3, and in 18 before 18.0.1, Java takes an ECDSA signature of zeros for a good one.
     */
    public static @Nullable String refusal(Runtime.Version version) {
        boolean bad = version.compareToIgnoreOptional(FIRST_GOOD_17) < 0
                || (version.feature() == 18 && version.compareToIgnoreOptional(FIRST_GOOD_18) < 0);
        return bad
                ? "Java " + version + " accepts forged signatures (CVE-2022-21449): use 17.0.3, 18.0.1 or newer"
                : null;
    }
}
