package parkgate.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Problem;
import parkgate.telemetry.Gauges;

/**
 * Commands on their way to lanes, at this instance and through {@link CommandLog} at the others. What is not over and not
 * reported is sent (again) to a lane that connects; a lane knows a command by its id and obeys it once. State is touched on
 * one context only.
 */
final class Commands {
    /** Between two readings of the log, milliseconds: an opener hears after two of them that its lane was told. */
    static final long EVERY_MS = 150;

    /** Before reading again when Redis did not answer, milliseconds. */
    static final long AWAY_MS = 1_000;

    /** How long a command waits to be on its lane's wire before its giver is told that it is not, milliseconds. */
    static final long PATIENCE_MS = 1_000;

    /** Commands of one lane that are not over. */
    static final int MOST_OF_LANE = 50;

    /** So long room is kept for one that is being written down, milliseconds. */
    private static final long RESERVED_MS = 30_000;

    /** Commands that this instance keeps in mind. */
    static final int MOST_KNOWN = CommandLog.SHARDS * CommandLog.MOST_ENTRIES;

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final Context context;
    private final CommandLog shared;
    private final LaneStreams streams;
    private final InstantSource clock;
    private final Counter given;
    private final Counter sent;
    private final Counter failedReads;
    private final Map<UUID, Known> known = new LinkedHashMap<>();
    private final Map<UUID, List<Promise<Boolean>>> awaited = new HashMap<>();
    private final Map<UUID, Reserved> reserved = new HashMap<>();
    private final boolean[] reading = new boolean[CommandLog.SHARDS];
    private final boolean[] away = new boolean[CommandLog.SHARDS];
    private boolean closed;

    private record Reserved(String laneId, long untilMs) {}

    private static final class Known {
        private final Command command;
        private boolean sent;
        private boolean done;

        Known(Command command) {
            this.command = command;
        }
    }

    Commands(Context context, CommandLog shared, LaneStreams streams, InstantSource clock, MeterRegistry metrics) {
        this.context = context;
        this.shared = shared;
        this.streams = streams;
        this.clock = clock;
        this.given = counter(metrics, "given", "Commands given at this instance");
        this.sent = counter(metrics, "sent", "Commands that this instance put on a lane's wire");
        this.failedReads = counter(metrics, "reads_failed", "Readings of other instances' commands that failed");
        Gauges.queue(metrics, "lane-commands", known::size, MOST_KNOWN);
    }

    private static Counter counter(MeterRegistry metrics, String name, String description) {
        return Counter.builder("parkgate_lane_commands_" + name)
                .description(description)
                .register(metrics);
    }

    /**
     * Sends a command to its lane, wherever that listens; the same id again is the same command. Succeeds with whether it
     * was put on the lane's wire within {@value #PATIENCE_MS} ms; if it was not, it is as soon as the lane listens, unless
     * it is over by then. Never fails for a server that is away.
     */
    Future<Boolean> send(Command command) {
        Promise<Boolean> told = Promise.promise();
        context.runOnContext(x -> begin(command, told));
        return told.future().timeout(PATIENCE_MS, TimeUnit.MILLISECONDS).otherwise(false);
    }

    /**
     * Keeps room for a command that is about to be written down. Fails with {@link Problem} 503 when so many of the lane's are
     * not over that it would have to wait for long.
     */
    Future<Void> reserve(UUID commandId, String laneId) {
        Promise<Void> answer = Promise.promise();
        context.runOnContext(x -> {
            forgetOver();
            boolean has = known.containsKey(commandId) || reserved.containsKey(commandId);
            if (!has && (ofLane(laneId) >= MOST_OF_LANE || known.size() + reserved.size() >= MOST_KNOWN)) {
                answer.fail(Problem.unavailable("too-many-commands", "Too many commands wait for this lane", 5));
                return;
            }
            if (!has) {
                reserved.put(commandId, new Reserved(laneId, clock.millis() + RESERVED_MS));
            }
            answer.complete();
        });
        return answer.future();
    }

    private long ofLane(String laneId) {
        return known.values().stream()
                        .filter(each -> !each.done && each.command.laneId().equals(laneId))
                        .count()
                + reserved.values().stream()
                        .filter(each -> each.laneId().equals(laneId))
                        .count();
    }

    private void begin(Command command, Promise<Boolean> told) {
        reserved.remove(command.id());
        if (command.isOver(clock.millis())) {
            told.complete(false);
            return;
        }
        Known before = known.get(command.id());
        if (before == null) {
            given.increment();
            take(command);
            shared.write(CommandEntry.given(command)).onFailure(Commands::notShared);
            before = known.get(command.id());
        }
        if (before != null && (before.sent || before.done)) {
            told.complete(true);
            return;
        }
        awaited.computeIfAbsent(command.id(), id -> new ArrayList<>()).add(told);
        read();
    }

    private static void notShared(Throwable failure) {
        log.warn("a command is not told to other instances: {}", failure.toString());
    }

    /** Known from now on, and told to its lane if that listens here. */
    private void take(Command command) {
        if (known.containsKey(command.id()) || command.isOver(clock.millis()) || known.size() >= MOST_KNOWN) {
            return;
        }
        known.put(command.id(), new Known(command));
        LaneStream stream = streams.of(command.laneId());
        if (stream != null) {
            stream.tell(command);
        }
    }

    /** A lane listens from now on: it is told what it may have missed. Any thread. */
    void connected(LaneStream stream) {
        context.runOnContext(x -> {
            forgetOver();
            known.values().stream()
                    .filter(each -> !each.done && each.command.laneId().equals(stream.laneId()))
                    .forEach(each -> stream.tell(each.command));
            read();
        });
    }

    /** A command is on its lane's wire. Any thread. */
    void onWire(Command command) {
        context.runOnContext(x -> {
            Known one = known.get(command.id());
            if (one != null && !one.sent) {
                sent.increment();
                isSent(one);
                shared.write(CommandEntry.of(CommandEntry.Word.SENT, command)).onFailure(Commands::notShared);
            }
        });
    }

    private void isSent(Known one) {
        one.sent = true;
        List<Promise<Boolean>> waiting = awaited.remove(one.command.id());
        if (waiting != null) {
            waiting.forEach(each -> each.tryComplete(true));
        }
    }

    /** Its lane has reported on it: nobody tells it again. What is not known, or another lane's, changes nothing. Any thread. */
    Future<Void> reported(String laneId, UUID commandId) {
        Promise<Void> answer = Promise.promise();
        context.runOnContext(x -> shared.read(CommandLog.shard(laneId))
                .onSuccess(this::learn)
                .onComplete(read -> {
                    Known one = known.get(commandId);
                    if (one == null || one.done || !one.command.laneId().equals(laneId)) {
                        answer.complete();
                        return;
                    }
                    isDone(one);
                    shared.write(CommandEntry.of(CommandEntry.Word.DONE, one.command))
                            .onFailure(Commands::notShared)
                            .onComplete(written -> answer.complete());
                }));
        return answer.future();
    }

    private void isDone(Known one) {
        one.done = true;
        isSent(one);
        LaneStream stream = streams.of(one.command.laneId());
        if (stream != null) {
            stream.forget(one.command.id());
        }
    }

    private void learn(List<CommandEntry> entries) {
        for (CommandEntry entry : entries) {
            Command command = entry.command();
            if (command != null) {
                take(command);
            }
            Known one = known.get(entry.id());
            if (one != null && entry.word() == CommandEntry.Word.SENT) {
                isSent(one);
            } else if (one != null && entry.word() == CommandEntry.Word.DONE) {
                isDone(one);
            }
        }
    }

    /**
     * Reads what others gave, again and again while a lane listens here or somebody waits. Each stream by itself: one whose
     * server is away keeps only its own lanes waiting.
     */
    private void read() {
        for (int shard = 0; shard < CommandLog.SHARDS; shard++) {
            if (!reading[shard] && !closed) {
                reading[shard] = true;
                turn(shard);
            }
        }
    }

    private void turn(int shard) {
        forgetOver();
        if (closed || (streams.isEmpty() && awaited.isEmpty())) {
            reading[shard] = false;
            return;
        }
        shared.read(shard).onSuccess(this::learn).onComplete(read -> {
            if (read.failed()) {
                failedReads.increment();
                if (!away[shard]) {
                    log.warn("commands of other instances cannot be read: {}", String.valueOf(read.cause()));
                }
            }
            away[shard] = read.failed();
            context.owner().setTimer(away[shard] ? AWAY_MS : EVERY_MS, x -> context.runOnContext(y -> turn(shard)));
        });
    }

    private void forgetOver() {
        long nowMs = clock.millis();
        known.values().removeIf(each -> each.command.isOver(nowMs));
        reserved.values().removeIf(each -> nowMs >= each.untilMs());
        awaited.keySet().removeIf(id -> !known.containsKey(id));
    }

    void close() {
        context.runOnContext(x -> closed = true);
    }
}
