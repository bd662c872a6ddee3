package parkgate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import parkgate.backup.BackupCommands;
import parkgate.backup.BackupException;
import parkgate.config.AdminKeyFile;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.config.SettingsException;
import parkgate.embedded.EmbeddedServerException;
import parkgate.embedded.EmbeddedServers;
import parkgate.embedded.EmbeddedServers.Server;
import parkgate.signing.JavaVersion;
import parkgate.signing.KeyCommand;
import parkgate.signing.KeyFileException;

/**
 * Starts the service. Exit codes: 0 after a clean end, 1 when it could not start or end cleanly, 2 for mistakes in the
 * settings.
 */
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTINGS = 2;

    private Main() {}

    public static void main(String[] args) {
        List<String> flags = List.of(args);
        if (flags.contains("--help")) {
            System.out.print(Settings.help());
            System.out.println("\n" + KeyCommand.USAGE);
            System.out.println("\n" + BackupCommands.USAGE);
            return;
        }
        String refusal = JavaVersion.refusal(Runtime.version());
        if (refusal != null) {
            System.err.println(refusal);
            System.exit(CANNOT_START);
        }
        try {
            if (!flags.isEmpty() && flags.get(0).equals("keys")) {
                keys(flags.subList(1, flags.size()));
                return;
            }
            if (BackupCommands.isOne(flags)) {
                BackupCommands.run(flags, System.getenv(), InstantSource.system())
                        .forEach(System.out::println);
                return;
            }
            start(Settings.read(flags, System.getenv()));
        } catch (BackupException e) {
            System.err.println(e.getMessage());
            System.exit(CANNOT_START);
        } catch (SettingsException e) {
            e.mistakes().forEach(System.err::println);
            System.exit(WRONG_SETTINGS);
        }
    }

    /** {@code keys …}: words first, then the settings that say where the file is. */
    private static void keys(List<String> args) throws SettingsException {
        int words = 0;
        while (words < args.size()
                && (!args.get(words).startsWith("--") || args.get(words).equals("--signs-from"))) {
            words++;
        }
        Settings settings = Settings.read(args.subList(words, args.size()), System.getenv());
        try {
            KeyCommand.run(args.subList(0, words), settings.keyFile(), new SecureRandom(), Instant.now())
                    .forEach(System.out::println);
        } catch (KeyFileException e) {
            System.err.println(e.getMessage());
            System.exit(CANNOT_START);
        }
    }

    private static void start(Settings settings) {
        Shutdown shutdown = Shutdown.install();
        try {
            Optional<String> demonstration = startInOrder(settings, shutdown);
            shutdown.startIsOver();
            System.out.println("Parkgate runs. Admin key: "
                    + (settings.adminKey().isPresent() ? "as set" : "in " + AdminKeyFile.in(settings.dataDir()))
                    + demonstration.map(lines -> "\n" + lines).orElse(""));
            shutdown.awaitBegin();
        } catch (StartException | EmbeddedServerException e) {
            giveUp(shutdown, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).error("the service could not start", e);
            giveUp(shutdown, "Parkgate could not start: " + e.getClass().getSimpleName() + ", see above");
        }
    }

    private static void giveUp(Shutdown shutdown, String line) {
        // A start that was told to end has nothing to complain about.
        if (shutdown.hasBegun()) {
            shutdown.startIsOver();
        } else {
            System.err.println(line);
            shutdown.exit(CANNOT_START);
        }
    }

    /** What to try, where there is a demonstration: it is printed last, so that nothing pushes it away. */
    private static Optional<String> startInOrder(Settings settings, Shutdown shutdown) throws StartException {
        Secret adminKey = adminKey(settings);
        CompletableFuture<Ahead> ahead = Ahead.begin(settings);
        ServerAddresses addresses = addresses(settings, shutdown);
        Service service = Start.service(settings, addresses, adminKey, ahead);
        shutdown.stopLater(service);
        System.out.println("Parkgate answers at " + service.url() + ", keys are in " + settings.keyFile());
        return Demonstration.lines(settings, service, adminKey);
    }

    private static Secret adminKey(Settings settings) throws StartException {
        if (settings.adminKey().isPresent()) {
            return settings.adminKey().get();
        }
        Path dataDir = settings.dataDir();
        try {
            return AdminKeyFile.readOrMake(dataDir, new SecureRandom());
        } catch (IOException e) {
            throw new StartException(
                    "The admin key cannot be kept in " + dataDir + " (DATA_DIR): "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
    }

    private static ServerAddresses addresses(Settings settings, Shutdown shutdown) {
        Set<Server> embedded = EnumSet.noneOf(Server.class);
        if (settings.postgresUri().isEmpty()) {
            embedded.add(Server.POSTGRES);
        }
        if (settings.redisUri().isEmpty()) {
            embedded.add(Server.REDIS);
        }
        if (embedded.isEmpty()) {
            return new ServerAddresses(
                    settings.postgresUri().get(),
                    settings.postgresOwnerUri(),
                    settings.redisUri().get(),
                    false);
        }
        EmbeddedServers servers = EmbeddedServers.start(settings.dataDir(), embedded);
        shutdown.stopLater(servers);
        return new ServerAddresses(
                settings.postgresUri().orElseGet(() -> new Secret(servers.postgresServiceUri())),
                settings.postgresUri().isPresent()
                        ? settings.postgresOwnerUri()
                        : Optional.of(new Secret(servers.postgresUri())),
                settings.redisUri().orElseGet(() -> new Secret(servers.redisUri())),
                servers.firstStart());
    }
}
