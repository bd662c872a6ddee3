package parkgate.lane;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parkgate.http.EventStream;

/**
 * A lane that listens. Of what it holds (configuration, status lists) the newest version waits, of commands all that are not
 * over, so many at most: a lane that takes nothing for long is cut off, and gets what is not over when it is back.
 */
final class LaneStream implements EventStream.Source {
    /** Between two signs of life, stuck for so many, over after so many. */
    static final EventStream.Pace PACE = new EventStream.Pace(10_000, 3, 360);

    /** Commands that wait for one lane. */
    static final int MOST_WAITING = 64;

    private final UUID id;
    private final String laneId;
    private final String keyId;
    private final InstantSource clock;
    private final Consumer<Command> sent;
    private final EventStream stream;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private String config = "";
    private String toldConfig = "";
    private String statusLists = "";
    private String toldStatusLists = "";

    /**
     * Not begun.
     *
     * @param id of this connection
     * @param sent told of each command that is on the wire
     */
    LaneStream(
            UUID id,
            String laneId,
            String keyId,
            Context context,
            HttpServerRequest request,
            InstantSource clock,
            Consumer<Command> sent) {
        this.id = id;
        this.laneId = laneId;
        this.keyId = keyId;
        this.clock = clock;
        this.sent = sent;
        this.stream = new EventStream(context, request, this, PACE);
    }

    UUID id() {
        return id;
    }

    String laneId() {
        return laneId;
    }

    String keyId() {
        return keyId;
    }

    /** Call it on the connection's context. */
    void begin(Runnable onOver, Runnable onCut) {
        stream.begin(onOver, onCut);
    }

    /** Any thread, as all that follows. */
    void tell(Command command) {
        stream.change(() -> {
            if (waiting.size() >= MOST_WAITING) {
                waiting.removeIf(each -> each.isOver(clock.millis()));
            }
            if (waiting.size() >= MOST_WAITING) {
                stream.cut();
            } else {
                waiting.add(command);
            }
        });
    }

    /** Its lane has reported on it, by whatever way. */
    void forget(UUID commandId) {
        stream.change(() -> waiting.removeIf(each -> each.id().equals(commandId)));
    }

    void versions(String configVersion, String statusListVersion) {
        stream.change(() -> {
            config = configVersion;
            statusLists = statusListVersion;
        });
    }

    void close() {
        stream.close();
    }

    @Override
    public @Nullable String next() {
        StringBuilder text = new StringBuilder();
        if (!config.equals(toldConfig)) {
            text.append(event("config", new JsonObject().put("configVersion", config)));
            toldConfig = config;
        }
        if (!statusLists.equals(toldStatusLists)) {
            text.append(event("revoked", new JsonObject().put("statusListVersion", statusLists)));
            toldStatusLists = statusLists;
        }
        long nowMs = clock.millis();
        for (Command each = waiting.poll(); each != null; each = waiting.poll()) {
            if (!each.isOver(nowMs)) {
                text.append(each.text(nowMs));
                sent.accept(each);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    private static String event(String name, JsonObject data) {
        return "event: " + name + "\ndata: " + data.encode() + "\n\n";
    }

    @Override
    public String atBeat() {
        return "";
    }
}
