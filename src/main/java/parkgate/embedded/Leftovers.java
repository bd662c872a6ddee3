package parkgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers of ours that outlived a service killed by {@code kill -9}. A number in a file is no proof, since numbers come
 * round: ours is a process of that program that works in that very folder, which only the holder of the folder's lock
 * asks about. Nobody else's process is ever signalled.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration CLEANLY = Duration.ofSeconds(30);
    private static final Duration KILLED = Duration.ofSeconds(10);

    private final String program;
    private final Path folder;

    /**
     * @param program the executable's file name
     * @param folder the folder that a running server has as its working directory, all links resolved
     */
    Leftovers(String program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /**
     * Stops what is left; returns when nothing is.
     *
     * @param signal asks the program to end cleanly
     */
    void stop(String signal) {
        List<ProcessHandle> left = find();
        if (left.isEmpty()) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("program", program)
                .addKeyValue("processes", left.size())
                .log("stopping a server that outlived its service");
        for (ProcessHandle process : left) {
            Commands.signal("CONT", process.pid());
            // PostgreSQL's own children end with their parent; they are signalled only where it is gone.
            if (process.parent().filter(left::contains).isEmpty()) {
                Commands.signal(signal, process.pid());
            }
        }
        if (!goneWithin(CLEANLY)) {
            find().forEach(ProcessHandle::destroyForcibly);
            if (!goneWithin(KILLED)) {
                throw new EmbeddedServerException("an earlier " + program + " on " + folder + " does not end: process "
                        + find().get(0).pid());
            }
        }
    }

    private boolean goneWithin(Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        while (!find().isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Commands.pause();
        }
        return true;
    }

    /** The program's processes on this folder, children included. */
    List<ProcessHandle> find() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        Optional<String> command = process.info().command();
        if (command.isEmpty()
                || !Path.of(command.get())
                        .getFileName()
                        .toString()
                        .split(" ", 2)[0]
                        .equals(program)) {
            return false;
        }
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSymbolicLink(workingDirectory)
                    ? workingDirectory.toRealPath().equals(folder)
                    : namesFolder(process);
        } catch (IOException e) {
            return namesFolder(process);
        }
    }

    /** Where working directories cannot be seen, the folder on the command line has to do. */
    private boolean namesFolder(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments)
                        .anyMatch(argument -> Path.of(argument).startsWith(folder)))
                .orElse(false);
    }
}
