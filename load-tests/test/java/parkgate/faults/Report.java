package parkgate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import parkgate.faults.Storm.Tally;

/** A run in Markdown, to be put into docs. */
final class Report {
    private static final int MOST_SHOWN = 50;

    private final FaultRun.Terms terms;
    private final Storm storm;
    private final History history;
    private final List<Violation> violations;
    private final int excused;
    private final long begunMs;
    private final long ragedMs;

    Report(
            FaultRun.Terms terms,
            Storm storm,
            History history,
            List<Violation> violations,
            int excused,
            long begunMs,
            long ragedMs) {
        this.terms = terms;
        this.storm = storm;
        this.history = history;
        this.violations = violations;
        this.excused = excused;
        this.begunMs = begunMs;
        this.ragedMs = ragedMs;
    }

    String text() {
        List<Ask> asks = history.asks();
        StringBuilder text = new StringBuilder();
        text.append("# A run of the fault bench\n\n");
        text.append("| | |\n|---|---|\n");
        row(text, "result", violations.isEmpty() ? "**no violation**" : "**" + violations.size() + " violations**");
        row(text, "commit", commit());
        row(text, "seed", Long.toString(terms.seed()));
        row(
                text,
                "begun",
                Instant.ofEpochMilli(begunMs).truncatedTo(ChronoUnit.SECONDS).toString());
        row(text, "under faults for", ragedMs / 60_000 + " min " + ragedMs / 1_000 % 60 + " s");
        row(text, "faults", storm.done() + ", up to " + terms.atOnce() + " at a time");
        row(
                text,
                "service",
                terms.instances() + " instances, PostgreSQL, "
                        + (terms.cluster() ? "Redis Cluster (3 primaries, 4 replicas)" : "one Redis"));
        row(text, "machine", machine());
        row(text, "scans asked", count(asks.stream().filter(Ask::isScan).count()));
        row(text, "of them granted", count(asks.stream().filter(Ask::granted).count()));
        row(
                text,
                "… of them QUEUED",
                count(asks.stream().filter(ask -> ask.granted() && ask.queued()).count()));
        row(
                text,
                "refused by the rules",
                count(asks.stream().filter(Ask::denied).count()));
        row(
                text,
                "passages reported",
                count(asks.stream().filter(ask -> !ask.isScan()).count()));
        row(
                text,
                "told to ask again (503, 429)",
                count(asks.stream()
                        .filter(ask -> ask.status() == 503 || ask.status() == 429)
                        .count()));
        row(
                text,
                "not answered",
                count(asks.stream().filter(ask -> ask.status() == 0).count()));
        row(text, "times Redis lost memory", count(history.losses().size()));
        row(text, "excused, as FENCE.md says", count(excused));
        text.append(
                "\n## Faults\n\nHealed: from when the fault was mended until every instance told the count of every lot"
                        + " again, with the other faults going on.\n\n");
        text.append("| fault | times | healed within (median) | (longest) |\n|---|---:|---:|---:|\n");
        for (Map.Entry<FaultKind, Tally> each : storm.tallies().entrySet()) {
            Tally tally = each.getValue();
            text.append("| ")
                    .append(each.getKey().words())
                    .append(" | ")
                    .append(tally.times)
                    .append(tally.skipped > 0 ? " (" + tally.skipped + " SKIPPED)" : "")
                    .append(" | ")
                    .append(quantile(tally.healMs, 0.5))
                    .append(" | ")
                    .append(quantile(tally.healMs, 1))
                    .append(" |\n");
        }
        text.append("\n## Refusals\n\n");
        Map<String, Long> reasons = asks.stream()
                .filter(Ask::denied)
                .collect(Collectors.groupingBy(ask -> ask.text("reason"), TreeMap::new, Collectors.counting()));
        text.append("| reason | times |\n|---|---:|\n");
        reasons.forEach((reason, times) ->
                text.append("| ").append(reason).append(" | ").append(times).append(" |\n"));
        text.append("\n## Promises\n\n| promise | broken |\n|---|---:|\n");
        for (Violation.Promise promise : Violation.Promise.values()) {
            text.append("| ")
                    .append(promise.words())
                    .append(" | ")
                    .append(violations.stream()
                            .filter(each -> each.promise() == promise)
                            .count())
                    .append(" |\n");
        }
        if (!violations.isEmpty()) {
            text.append("\n## Violations\n\n");
            violations.stream()
                    .limit(MOST_SHOWN)
                    .forEach(each -> text.append("- ").append(each).append('\n'));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String count(long n) {
        return String.format("%,d", n);
    }

    private static String quantile(List<Long> all, double q) {
        if (all.isEmpty()) {
            return "–";
        }
        List<Long> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        long ms = sorted.get((int) Math.min(sorted.size() - 1, Math.floor(q * sorted.size())));
        return String.format("%.1f s", ms / 1_000.0);
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return said.strip().lines().findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String machine() {
        String model = "";
        try {
            model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            model = System.getProperty("os.arch");
        }
        return Runtime.getRuntime().availableProcessors() + " cores (" + model + "), " + System.getProperty("os.name")
                + ", Java " + System.getProperty("java.version");
    }
}
