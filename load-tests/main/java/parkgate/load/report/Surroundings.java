package parkgate.load.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What figures belong to: the commit, the machine, the Java. No name of the machine, and no path of it. */
final class Surroundings {
    private static final String UNKNOWN = "unknown";

    private Surroundings() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", commit());
        facts.put("command", CommandLine.of(System.getProperty("sun.java.command", "")));
        facts.put("machine", machine());
        facts.put("system", pretty() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        return facts;
    }

    /** What is not committed and has no part in the figures (documents, earlier reports) does not count as dirty. */
    private static String commit() {
        String head = git("rev-parse", "--short=12", "HEAD");
        if (head.isEmpty()) {
            return UNKNOWN;
        }
        String changed = git(
                "status",
                "--porcelain",
                "--untracked-files=no",
                "--",
                ":(top)",
                ":(top,exclude)docs",
                ":(top,exclude)load-tests/reports");
        return changed.isEmpty() ? head : head + ", dirty";
    }

    /** What it says; empty where there is no git, or no repository. */
    private static String git(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String machine() {
        long kib = Long.parseLong(line("/proc/meminfo", "MemTotal:", "0").replaceAll("\\D", ""));
        return String.format(
                Locale.ROOT,
                "%d cores, %.1f GiB, %s, %s",
                Runtime.getRuntime().availableProcessors(),
                kib / 1024.0 / 1024,
                line("/proc/cpuinfo", "model name", UNKNOWN),
                System.getProperty("os.arch"));
    }

    private static String pretty() {
        return line("/etc/os-release", "PRETTY_NAME", UNKNOWN).replace("\"", "");
    }

    /** What stands behind this word and its sign; Linux only. */
    private static String line(String file, String word, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(word))
                    .map(line -> line.substring(word.length()).replaceFirst("^\\s*[:=]?\\s*", ""))
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
