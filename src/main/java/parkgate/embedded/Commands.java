package parkgate.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the operating system. */
final class Commands {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private Commands() {}

    /** Where a program stands on the search path. */
    static Optional<Path> find(String program) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** True when the command ran and ended with 0 within 10 s. What it writes is dropped. */
    static boolean succeeds(List<String> command) {
        try {
            Process process = clean(new ProcessBuilder(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return ends(process, BOUND) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until a process has ended; false at the bound. An interrupt does not cut it short, since it is how servers are
     * stopped when a start is interrupted; the thread stays marked.
     */
    static boolean ends(Process process, Duration bound) {
        boolean interrupted = false;
        long end = System.nanoTime() + bound.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Sends a signal by the shell's own {@code kill}: the JDK knows TERM and KILL only.
     *
     * @return false when the process is gone or not ours to signal
     */
    static boolean signal(String name, long pid) {
        return succeeds(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid)));
    }

    /** The service's environment is not handed on: it may hold our secrets, or PG* settings of a stranger. */
    static ProcessBuilder clean(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        return builder.redirectInput(new File("/dev/null"));
    }

    /**
     * Waits a moment between two looks at something.
     *
     * @throws EmbeddedServerException when the thread is interrupted: the start is to be given up
     */
    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while an embedded server started or stopped", e);
        }
    }
}
