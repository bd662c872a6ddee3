package parkgate.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run. Every process of the run works in it, and a watchdog of its own ends them when the bench is gone,
 * by whatever signal: nothing outlives a run.
 */
final class RunFolder implements AutoCloseable {
    /** Only servers that work in the folder are ended: somebody's shell may stand in it too. */
    private static final String WATCHDOG = """
            while kill -0 "$1" 2>/dev/null; do sleep 1; done
            for p in /proc/[0-9]*; do
              case "$(readlink "$p/cwd" 2>/dev/null)" in "$2"/*) ;; *) continue ;; esac
              case "$(cat "$p/comm" 2>/dev/null)" in java|postgres|redis-server|initdb) kill -9 "${p#/proc/}" ;; esac
            done
            for d in "$2"/*/disk; do umount -l "$d" 2>/dev/null; done
            """;

    private final Path root;
    private final Process watchdog;
    private final List<Path> disks = new ArrayList<>();

    private RunFolder(Path root, Process watchdog) {
        this.root = root;
        this.watchdog = watchdog;
    }

    /** Makes the folder, which must not be there yet. */
    static RunFolder make(Path folder) throws IOException {
        Files.createDirectories(folder);
        // PostgreSQL may run as somebody else.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = folder.toRealPath();
        String own = Long.toString(ProcessHandle.current().pid());
        Process watchdog = new ProcessBuilder("setsid", "/bin/sh", "-c", WATCHDOG, "watchdog", own, root.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new RunFolder(root, watchdog);
    }

    Path root() {
        return root;
    }

    /** A folder in it. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /**
     * A folder {@code name/disk} on a disk of its own, of that many MiB, that can become full.
     *
     * @return null where this machine does not let us have one
     */
    @Nullable
    Path disk(String name, int megabytes) throws IOException {
        Path at = folder(name + "/disk");
        if (!Boolean.getBoolean("faults.noTmpfs")
                && run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + megabytes + "m,mode=0755",
                        "parkgate-faults",
                        at.toString())) {
            disks.add(at);
            return at;
        }
        return null;
    }

    /** True when the command ended with 0 within 10 s. */
    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes a file of the run. */
    void write(String name, String text) throws IOException {
        Files.write(root.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets the disks go; the processes have ended before. The folder stays. */
    @Override
    public void close() {
        for (Path disk : disks) {
            if (!run("umount", disk.toString())) {
                run("umount", "-l", disk.toString());
            }
        }
        watchdog.destroyForcibly();
    }

    /** Takes the whole folder away, after a run that found nothing. */
    void delete() throws IOException {
        delete(root);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
