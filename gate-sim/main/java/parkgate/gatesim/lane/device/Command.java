package parkgate.gatesim.lane.device;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs another program: its arguments as they are, no shell, nothing read of what it prints, killed after a time. */
public final class Command {
    private static final File NOWHERE = new File("/dev/null");

    private Command() {}

    /**
     * Runs a program.
     *
     * @param environment added to ours
     * @return its exit code
     * @throws IOException when it cannot be started, or is not done in time
     */
    public static int run(List<String> arguments, Map<String, String> environment, Duration within) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .redirectInput(NOWHERE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            kill(process);
            throw new IOException("not done within " + within.toMillis() + " ms: killed");
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * A command line's arguments: parted at spaces, but for those between quotes ({@code '} or {@code "}).
     *
     * @throws IllegalArgumentException where a quote is not closed, or there is nothing
     */
    public static List<String> arguments(String line) {
        List<String> found = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    argument.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    found.add(argument.toString());
                }
                argument.setLength(0);
                begun = false;
            } else {
                argument.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed: " + line);
        }
        if (begun) {
            found.add(argument.toString());
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("an empty command");
        }
        return List.copyOf(found);
    }
}
