package parkgate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import parkgate.config.Settings;

/** From where the service can be reached by these settings, and what whoever runs it should know of that. */
final class Reach {
    private Reach() {}

    /** Where links lead that are given out: the public URL, else the address as bound. */
    static String url(Settings settings, int port) {
        return settings.publicUrl().orElseGet(() -> {
            String host = settings.httpHost();
            return (settings.tls().isPresent() ? "https://" : "http://")
                    + (host.contains(":") ? "[" + host + "]" : host)
                    + ":"
                    + port;
        });
    }

    /** A line for each thing. Looks a name up, so it may block. */
    static List<String> warnings(Settings settings) {
        List<String> lines = new ArrayList<>();
        boolean far = !isLoopback(settings.httpHost());
        if (far && settings.tls().isEmpty() && settings.trustedProxies().isEmpty()) {
            lines.add("Keys and codes travel in the clear: HTTP_HOST=" + settings.httpHost()
                    + " can be reached from elsewhere, and there is neither TLS_CERT nor a proxy in TRUSTED_PROXIES.");
        }
        if (settings.publicUrl().isEmpty() && isEveryAddress(settings.httpHost())) {
            lines.add("Links in answers name " + settings.httpHost() + ", which leads nowhere: set PUBLIC_URL.");
        }
        if (!settings.clockOffset().isZero()) {
            lines.add("The clock of this instance is put wrong by CLOCK_OFFSET_MS="
                    + settings.clockOffset().toMillis() + ", which is for tests alone.");
        }
        return lines;
    }

    private static boolean isEveryAddress(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
