package parkgate;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.demo.Demo;

/** The demonstration city's part of a start. The service runs without it, so its failure is said and no more. */
final class Demonstration {
    private static final Logger LOG = LoggerFactory.getLogger(Demonstration.class);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Demonstration() {}

    /** What to print of it; empty where it is not wanted, or is not there and not to be made. Blocks. */
    static Optional<String> lines(Settings settings, Service service, Secret adminKey) {
        if (settings.demoWish().equals(Optional.of(false))) {
            return Optional.empty();
        }
        Demo demo = new Demo(
                service.vertx(),
                door(settings, service.port()),
                adminKey.text(),
                settings.dataDir().resolve("demo"),
                InstantSource.system(),
                UUID::randomUUID,
                new SecureRandom());
        try {
            return demo.lines(settings.demo(service.foundNothing()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("no demonstration", e);
            return Optional.of("The demonstration city could not be made; the log says why.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** As this machine reaches it: an address that means "all of them" is none to call. */
    private static URI door(Settings settings, int port) {
        String host =
                switch (settings.httpHost()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "::1";
                    default -> settings.httpHost();
                };
        return URI.create((settings.tls().isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + port);
    }
}
