package parkgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The executables that the service carries, for a bench that starts and ends servers in its own way.
 *
 * @param postgres the folder with {@code bin/postgres}
 * @param redis the {@code redis-server}
 * @param runAs what goes before PostgreSQL's commands, since it refuses to run as root
 */
public record ServerPrograms(Path postgres, Path redis, RunAs runAs) {
    /**
     * Unpacks them where they are not there yet.
     *
     * @param binaries takes them, for all runs
     * @param root the folder in which the servers will live
     */
    public static ServerPrograms in(Path binaries, Path root) throws IOException {
        Binaries unpacked = new Binaries(binaries, Platform.current());
        Path postgres = unpacked.postgres();
        RunAs runAs = RunAs.of(root, root.resolve("none"), postgres.resolve("bin/postgres"));
        return new ServerPrograms(postgres, unpacked.redis(), runAs);
    }

    /** A command of PostgreSQL's, with what must go before it. */
    public List<String> postgresCommand(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(runAs.prefix());
        command.add(postgres.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** Hands a folder to whom PostgreSQL runs as. */
    public void own(Path folder) throws IOException {
        runAs.own(folder);
    }

    /** A port of the loopback interface that no connection takes for its local end. */
    public static int freePort() {
        return Ports.free(new SecureRandom());
    }

    /** The same for a node of a Redis Cluster, whose bus listens 10,000 above. */
    public static int freeNodePort() {
        while (true) {
            int port = freePort();
            if (port + 10_000 < 32_768 && Ports.isFree(port + 10_000)) {
                return port;
            }
        }
    }
}
