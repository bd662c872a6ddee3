package parkgate.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a Java process spends its processor time, sampled by its own flight recorder and told by parts: a sample belongs to the
 * innermost frame that is of a part, so what a part calls in the JDK is the part's.
 */
public final class Profile implements AutoCloseable {
    private static final String NAME = "load";
    private static final long PATIENCE_S = 60;

    /** What a sample may belong to, by how its classes' names begin; the first that fits. */
    private static final List<Map.Entry<String, String>> PARTS = List.of(
            Map.entry("parkgate.scan.Rec", "recorder: a batch's arguments, its answer"),
            Map.entry("parkgate.scan.Pg", "recorder: a batch's arguments, its answer"),
            Map.entry("parkgate.scan.Lot", "the call of the function, and what it says"),
            Map.entry("parkgate.scan.", "the scan's way: body, question, answer"),
            Map.entry("parkgate.core.", "code and rules: Base32, CBOR, time"),
            Map.entry("parkgate.signing.", "signatures"),
            Map.entry("parkgate.http.", "the door: routing, checks, keys"),
            Map.entry("parkgate.key.", "the door: routing, checks, keys"),
            Map.entry("parkgate.", "the rest of the service"),
            Map.entry("io.micrometer.", "figures kept of all this"),
            Map.entry("io.lettuce.", "Redis client"),
            Map.entry("io.vertx.pgclient.", "PostgreSQL client"),
            Map.entry("io.vertx.sqlclient.", "PostgreSQL client"),
            Map.entry("io.netty.handler.codec.", "HTTP"),
            Map.entry("io.vertx.core.http.", "HTTP"),
            Map.entry("io.vertx.", "Vert.x: futures, contexts, buffers"),
            Map.entry("com.fasterxml.jackson.", "JSON"),
            Map.entry("io.netty.", "Netty: sockets, system calls, buffers"));

    private final Path java;
    private final long pid;
    private final Path file;

    private Profile(Path java, long pid, Path file) {
        this.java = java;
        this.pid = pid;
        this.file = file;
    }

    /**
     * Begins.
     *
     * @param java the program that the process runs on; its {@code jcmd} lies beside it
     * @param file that the recording goes to
     */
    static Profile start(Path java, long pid, Path file) {
        Profile profile = new Profile(java, pid, file);
        profile.tell("JFR.start", "name=" + NAME, "settings=profile");
        return profile;
    }

    /** Ends it. Parts with their share of all samples, from 0 to 1, the largest first. */
    public List<Map.Entry<String, Double>> shares() {
        tell("JFR.stop", "name=" + NAME, "filename=" + file);
        Map<String, Long> samples = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
                    samples.merge(part(event.getStackTrace()), 1L, Long::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double all =
                Math.max(1, samples.values().stream().mapToLong(Long::longValue).sum());
        return samples.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(one -> Map.entry(one.getKey(), one.getValue() / all))
                .collect(Collectors.toList());
    }

    private static String part(RecordedStackTrace trace) {
        if (trace != null) {
            for (RecordedFrame frame : trace.getFrames()) {
                String type = frame.getMethod().getType().getName();
                for (Map.Entry<String, String> part : PARTS) {
                    if (type.startsWith(part.getKey())) {
                        return part.getValue();
                    }
                }
            }
        }
        return "other threads of the JVM";
    }

    private void tell(String... command) {
        try {
            Process jcmd = new ProcessBuilder(
                            java.resolveSibling("jcmd").toString(), Long.toString(pid), String.join(" ", command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!jcmd.waitFor(PATIENCE_S, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                jcmd.destroyForcibly();
                throw new IllegalStateException("the flight recorder of " + pid + " does not answer " + command[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
