package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the service's commands, for ever: connects again after a break, later each time up to {@value #LONGEST_MS} ms and
 * by chance a little sooner, so that the lanes of a city do not come back together. A stream on which nothing came for 25 s,
 * not even the comment that is due every 10, is taken for dead.
 */
public final class CommandStream implements Runnable {
    private static final long FIRST_MS = 500;
    private static final long LONGEST_MS = 15_000;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long SILENCE_SECONDS = 25;
    private static final int QUEUED_LINES = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Line line;
    private final BiConsumer<String, JsonNode> commands;
    private final RandomGenerator dice;
    private final Consumer<String> news;

    /**
     * Listens on a line.
     *
     * @param commands gets each event's name and data
     */
    public CommandStream(
            Line line, BiConsumer<String, JsonNode> commands, RandomGenerator dice, Consumer<String> news) {
        this.line = line;
        this.commands = commands;
        this.dice = dice;
        this.news = news;
    }

    @Override
    public void run() {
        long waitMs = FIRST_MS;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                waitMs = listen() ? FIRST_MS : Math.min(waitMs * 2, LONGEST_MS);
                Thread.sleep(waitMs / 2 + dice.nextLong(waitMs / 2 + 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, until it ends; false where there was none. */
    private boolean listen() throws InterruptedException {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUED_LINES);
        Line.Closing stream;
        try {
            stream = line.stream("/v1/lane/commands", lines, CONNECT);
        } catch (IOException noStream) {
            return false;
        }
        try {
            news.accept("listens to commands");
            SseEvents events = new SseEvents();
            while (true) {
                String text = lines.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
                if (text == null || text.equals(Line.END)) {
                    news.accept("the command stream " + (text == null ? "fell silent" : "ended"));
                    return true;
                }
                obey(events.line(text));
            }
        } finally {
            stream.close();
        }
    }

    private void obey(SseEvents.@Nullable Event event) {
        if (event == null) {
            return;
        }
        try {
            commands.accept(event.name(), JSON.readTree(event.data()));
        } catch (JsonProcessingException broken) {
            news.accept("a command that is not JSON");
        }
    }
}
