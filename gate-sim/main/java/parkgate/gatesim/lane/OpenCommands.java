package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parkgate.gatesim.lane.device.Barrier;
import parkgate.gatesim.lane.journal.RecordLog;
import parkgate.gatesim.lane.line.LaneClock;
import parkgate.gatesim.lane.line.Line;
import parkgate.gatesim.lane.line.LineReply;

/**
 * Obeys {@code open}: at once, beside whatever the lane is doing; never one that has expired, and never one twice, also not
 * after a restart: its id is on the disk before the barrier rises, if the disk takes it. Whoever sends it again is told what became of it.
 */
final class OpenCommands implements AutoCloseable {
    static final int REMEMBERED = 1_000;
    private static final int REPORTS = 50;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordLog log;
    private final Line line;
    private final LaneClock clock;
    private final Barrier barrier;
    private final Consumer<String> news;
    private final Map<String, String> results = new LinkedHashMap<>();
    private final ThreadPoolExecutor reports = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(REPORTS),
            task -> {
                Thread thread = new Thread(task, "command reports");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardOldestPolicy());

    private OpenCommands(RecordLog log, Line line, LaneClock clock, Barrier barrier, Consumer<String> news) {
        this.log = log;
        this.line = line;
        this.clock = clock;
        this.barrier = barrier;
        this.news = news;
    }

    /** Remembers what the file says. A command that a crash cut short is one that failed. */
    static OpenCommands open(Path file, Line line, LaneClock clock, Barrier barrier, Consumer<String> news)
            throws IOException {
        List<String> lines = new ArrayList<>();
        OpenCommands commands = new OpenCommands(RecordLog.open(file, lines), line, clock, barrier, news);
        for (String text : lines) {
            JsonNode json = JSON.readTree(text);
            commands.results.put(json.path("id").asText(), json.path("result").asText());
        }
        commands.compact();
        return commands;
    }

    /** One command. */
    void obey(JsonNode command) {
        String id = command.path("commandId").asText();
        String before;
        synchronized (results) {
            before = results.get(id);
            if (before == null && !id.isEmpty() && !isExpired(command)) {
                begin(id);
            }
        }
        if (id.isEmpty() || (before == null && isExpired(command))) {
            news.accept("an open command that has expired is not obeyed");
            return;
        }
        String result = before != null ? before : raised(id, command);
        reports.execute(() -> report(id, result));
    }

    private boolean isExpired(JsonNode command) {
        try {
            return !clock.eventTime()
                    .isBefore(Instant.parse(command.path("expiresAt").asText()));
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    /** Written down before it is done. Where it cannot be, only this run knows of it: nobody is locked in because a disk is full. */
    private void begin(String id) {
        results.put(id, "FAILED");
        try {
            log.append(record(id, "FAILED"), true);
        } catch (IOException e) {
            news.accept("an open command is obeyed without being written down: " + e.getMessage());
        }
    }

    private String raised(String id, JsonNode command) {
        try {
            barrier.open(Map.of(
                    "PARKGATE_DECISION_ID",
                    id,
                    "PARKGATE_LANE_ID",
                    command.path("laneId").asText(),
                    "PARKGATE_REASON",
                    "MANUAL_OPEN"));
        } catch (IOException e) {
            news.accept("open command: " + e.getMessage());
            return "FAILED";
        }
        synchronized (results) {
            results.put(id, "OPENED");
            try {
                log.append(record(id, "OPENED"), false);
                if (log.records() > 3L * REMEMBERED) {
                    compact();
                }
            } catch (IOException e) {
                news.accept("an open command is not written down: " + e.getMessage());
            }
        }
        return "OPENED";
    }

    private void report(String id, String result) {
        try {
            LineReply reply = line.call(
                    "POST",
                    "/v1/lane/commands/" + id,
                    JSON.createObjectNode()
                            .put("result", result)
                            .put(
                                    "eventTime",
                                    clock.eventTime()
                                            .truncatedTo(ChronoUnit.MILLIS)
                                            .toString()),
                    Map.of(),
                    WITHIN);
            if (reply.status() != 200) {
                news.accept("POST /v1/lane/commands: " + reply.trouble());
            }
        } catch (IOException e) {
            // The service sends the command again while nobody has reported on it, and then is told.
            news.accept("what became of an open command is not reported: " + e.getMessage());
        }
    }

    private void compact() throws IOException {
        while (results.size() > REMEMBERED) {
            results.remove(results.keySet().iterator().next());
        }
        List<String> lines = new ArrayList<>();
        results.forEach((id, result) -> lines.add(record(id, result)));
        log.replace(lines);
    }

    private static String record(String id, String result) {
        return JSON.createObjectNode().put("id", id).put("result", result).toString();
    }

    @Override
    public void close() throws IOException {
        reports.shutdown();
        log.close();
    }
}
