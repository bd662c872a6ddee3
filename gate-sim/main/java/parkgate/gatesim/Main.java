package parkgate.gatesim;

import java.util.List;
import parkgate.gatesim.lane.LaneCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The gate simulator's commands. */
@Command(
        name = "gate-sim",
        mixinStandardHelpOptions = true,
        description = "Gates, cars and codes for a running Parkgate service.",
        subcommands = {RunCommand.class, ReadCommand.class, LaneCommand.class})
public final class Main {
    /** Exit code where what came out differs from what was to come out. */
    static final int DIFFERS = 1;

    /** Exit code where the command could not do its work: a wrong option, a missing file, no service. */
    static final int FAILED = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs a command; the exit code. */
    static int execute(String... args) {
        IExecutionExceptionHandler oneLine = (e, command, parsed) -> {
            command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
            return FAILED;
        };
        CommandLine line = new CommandLine(new Main()).setExecutionExceptionHandler(oneLine);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(List.of(args).toArray(String[]::new));
    }
}
