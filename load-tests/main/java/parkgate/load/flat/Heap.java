package parkgate.load.flat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is alive in another Java's heap. */
final class Heap {
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)$");

    private Heap() {}

    /**
     * Bytes of all objects that are left after a full collection.
     *
     * @param java that it runs on; its {@code jcmd} stands beside it
     */
    static long alive(Path java, long pid) {
        Path jcmd = java.resolveSibling("jcmd");
        try {
            // The second one finds what finalizers and cleaners let go of after the first.
            ask(jcmd, pid);
            return ask(jcmd, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into the heap by " + jcmd, e);
        }
    }

    private static long ask(Path jcmd, long pid) throws IOException {
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        long total = -1;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher matcher = TOTAL.matcher(line);
                if (matcher.matches()) {
                    total = Long.parseLong(matcher.group(1));
                }
            }
        }
        if (total < 0) {
            throw new IOException("no histogram of process " + pid);
        }
        return total;
    }
}
