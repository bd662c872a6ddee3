package parkgate.embedded;

import java.util.Locale;

/**
 * Where the binaries of this operating system and processor stand among the resources.
 *
 * @param postgres a tar.xz with {@code bin}, {@code lib} and {@code share}
 * @param redis the executable itself
 */
record Platform(String postgres, String redis) {
    /** This machine's platform. */
    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * The platform by the JDK's names for it.
     *
     * @throws EmbeddedServerException when no binaries are carried for it
     */
    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        if (os.equals("linux") && intel) {
            return new Platform("postgres-linux-x86_64.txz", "redis-server-7.0.15-linux-amd64");
        }
        if (os.equals("linux") && arm) {
            return new Platform("postgres-linux-arm_64.txz", "redis-server-7.0.15-linux-arm64");
        }
        if (os.startsWith("mac") && arm) {
            return new Platform("postgres-darwin-arm_64.txz", "redis-server-7.0.15-darwin-arm64");
        }
        throw EmbeddedServerException.notHere("no binaries for " + osName + " on " + osArch);
    }
}
