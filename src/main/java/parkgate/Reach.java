package parkgate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
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

    /** One line for each thing; empty where all is well. Looks a name up, so it may block. */
    static Optional<String> warning(Settings settings) {
        boolean far = !isLoopback(settings.httpHost());
        if (far && settings.tls().isEmpty()) {
            return Optional.of(
                    "Keys and codes travel in the clear: HTTP_HOST=" + settings.httpHost()
                            + " can be reached from elsewhere and there is no TLS_CERT. Only behind a proxy that speaks TLS is that right.");
        }
        return Optional.empty();
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
