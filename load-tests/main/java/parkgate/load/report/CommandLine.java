package parkgate.load.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A command line as it may be kept: what was asked for, without paths of the machine and without addresses with passwords. */
final class CommandLine {
    private static final String MAIN = "parkgate.load.Main";

    private CommandLine() {}

    /**
     * The arguments of the load tests.
     *
     * @param command the main class and its arguments, with a blank between each
     */
    static String of(String command) {
        return command.startsWith(MAIN)
                ? "load-tests"
                        + Arrays.stream(command.substring(MAIN.length()).split(" ", -1))
                                .map(CommandLine::keepable)
                                .collect(Collectors.joining(" "))
                : "load-tests, not from its command line";
    }

    private static String keepable(String word) {
        int value = word.indexOf('=') + 1;
        String before = word.substring(0, value);
        String rest = word.substring(value);
        if (rest.contains("://")) {
            return before + rest.substring(0, rest.indexOf("://") + 3) + "…";
        }
        return rest.startsWith("/") ? before + "…" + rest.substring(rest.lastIndexOf('/')) : word;
    }
}
