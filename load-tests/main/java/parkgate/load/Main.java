package parkgate.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load tests' command line. */
@Command(
        name = "load-tests",
        mixinStandardHelpOptions = true,
        description = "How much the service carries.",
        subcommands = {
            RatiosCommand.class,
            SettingsCommand.class,
            FlatCommand.class,
            MemoryCommand.class,
            PeakCommand.class,
            RecoveryCommand.class,
            NeighboursCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String... args) {
        System.exit(new CommandLine(Main.class).execute(args));
    }
}
