package parkgate.load.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Processor time of each program of a stage, seconds, from {@code /proc} (Linux). PostgreSQL's is that of all its processes, those
 * that have ended included.
 *
 * @param driver of this process, which sends the load
 */
public record Usage(double service, double redis, double postgres, double driver) {
    private static final double TICKS_A_SECOND = 100; // what Linux tells user space, on every architecture
    /** Fields behind the name: utime, stime, and the same of children that have ended. */
    private static final int[] TIMES = {11, 12, 13, 14};

    /** What was used between an earlier moment and this one. */
    public Usage since(Usage before) {
        return new Usage(
                service - before.service, redis - before.redis, postgres - before.postgres, driver - before.driver);
    }

    /** {@code services}: processes; a Redis that is none of our own is named by its id, else 0. */
    static Usage now(List<Long> services, long otherRedis) {
        List<Long> ours =
                ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
        double redis = otherRedis > 0 ? seconds(otherRedis) : sum(ours, name -> name.startsWith("redis-server"));
        return new Usage(
                services.stream().mapToDouble(Usage::seconds).sum(),
                redis,
                sum(ours, name -> name.startsWith("postgres")),
                seconds(ProcessHandle.current().pid())
                        - ended(ProcessHandle.current().pid()));
    }

    private static double sum(List<Long> processes, Predicate<String> named) {
        return processes.stream()
                .filter(pid -> named.test(read(pid, "comm")))
                .mapToDouble(Usage::seconds)
                .sum();
    }

    /** Memory that a process holds, MiB; 0 where it is no more. */
    static double residentMib(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(0);
    }

    private static double seconds(long pid) {
        return times(pid, 0);
    }

    private static double ended(long pid) {
        return times(pid, 2);
    }

    private static double times(long pid, int from) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = 0;
        for (int i = from; i < TIMES.length; i++) {
            ticks += Double.parseDouble(fields[TIMES[i]]);
        }
        return ticks / TICKS_A_SECOND;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException gone) {
            return "";
        }
    }
}
