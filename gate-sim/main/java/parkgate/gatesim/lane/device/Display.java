package parkgate.gatesim.lane.device;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two lines for the driver: printed, or handed to a program. It never holds up a barrier: what is old is left out. */
public final class Display implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final int WAITING = 2;

    private final ThreadPoolExecutor one = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
                Thread thread = new Thread(task, "display");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardOldestPolicy());
    private final List<String> command;
    private final PrintStream out;
    private final Consumer<String> complaints;

    /**
     * A display.
     *
     * @param command gets {@code PARKGATE_LINE1} and {@code PARKGATE_LINE2} in its environment; empty to print
     */
    public Display(List<String> command, PrintStream out, Consumer<String> complaints) {
        this.command = List.copyOf(command);
        this.out = out;
        this.complaints = complaints;
    }

    public void show(String line1, String line2) {
        String first = clean(line1);
        String second = clean(line2);
        if (command.isEmpty()) {
            out.println("DISPLAY " + first + " | " + second);
            return;
        }
        one.execute(() -> {
            try {
                Command.run(command, Map.of("PARKGATE_LINE1", first, "PARKGATE_LINE2", second), WITHIN);
            } catch (IOException e) {
                complaints.accept("display: " + e.getMessage());
            }
        });
    }

    /** One line, whatever stood in it. */
    private static String clean(String line) {
        String text = line.replaceAll("\\p{Cntrl}", " ");
        return text.length() <= 80 ? text : text.substring(0, 80);
    }

    @Override
    public void close() {
        one.shutdown();
    }
}
