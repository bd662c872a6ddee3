package parkgate.gatesim.lane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.lane.line.Line;
import parkgate.gatesim.lane.line.LineReply;
import parkgate.gatesim.lane.offline.Pack;
import parkgate.gatesim.lane.offline.Room;

/** Tells the service how the lane is, and learns the time, the lane's share of free spaces, and what is new. */
final class Heartbeat {
    /** Short: in an outage it is what tries whether the service is back. */
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private static final long DEFAULT_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Line line;
    private final Disk disk;
    private final Supplier<ObjectNode> devices;
    private final String software;
    private String configVersion = "";
    private String statusListVersion = "";

    /**
     * Beats over a line.
     *
     * @param devices {@code {"barrier":…,"loops":{…}}}, as they are now
     */
    Heartbeat(Line line, Disk disk, Supplier<ObjectNode> devices, String software) {
        this.line = line;
        this.disk = disk;
        this.devices = devices;
        this.software = software;
    }

    /**
     * What a heartbeat brought.
     *
     * @param news the pack held is not the newest
     * @param nextSeconds when the next one is due
     */
    record Heard(boolean news, long nextSeconds) {}

    /**
     * One beat.
     *
     * @throws IOException when there is no answer, or none of a service that takes us
     */
    Heard beat() throws IOException {
        long pending = disk.journal().entriesAfter(0);
        long seq = disk.journal().lastSeq();
        Instant sent = disk.clock().own();
        LineReply reply = line.call("POST", "/v1/lane/heartbeat", body(sent), Map.of(), WITHIN);
        Instant received = disk.clock().own();
        if (reply.status() != 200) {
            throw new IOException("POST /v1/lane/heartbeat: " + reply.trouble());
        }
        JsonNode json = reply.json();
        learnTime(json.path("serverTime").asText(), sent, received, seq);
        learnShare(json.path("offlineEntries"), pending, seq);
        return new Heard(
                isNews(json), Math.max(1, json.path("nextHeartbeatSeconds").asLong(DEFAULT_SECONDS)));
    }

    private ObjectNode body(Instant now) {
        ObjectNode body = JSON.createObjectNode()
                .put("clock", now.truncatedTo(ChronoUnit.MILLIS).toString());
        body.setAll(devices.get());
        Pack held = disk.packs().held();
        body.put("buffered", disk.journal().size()).put("software", software);
        return held == null ? body.putNull("packVersion") : body.put("packVersion", held.version());
    }

    private void learnTime(String serverTime, Instant sent, Instant received, long seq) throws IOException {
        try {
            disk.clock().heard(Instant.parse(serverTime), sent, received);
        } catch (DateTimeParseException e) {
            throw new IOException("a heartbeat's answer without a time", e);
        }
        disk.state().clock(disk.clock().offset(), seq);
    }

    /** The service knows nothing yet of the cars that the journal still holds. */
    private void learnShare(JsonNode share, long pending, long seq) throws IOException {
        if (share.isNull()) {
            disk.state().share(Room.UNLIMITED, seq);
        } else if (share.isNumber()) {
            disk.state().share(Math.max(0, share.asLong() - pending), seq);
        }
    }

    private boolean isNews(JsonNode json) {
        @Nullable Pack held = disk.packs().held();
        String config = json.path("configVersion").asText();
        String status = json.path("statusListVersion").asText();
        boolean news = held == null
                || json.path("packVersion").asLong(held.version()) > held.version()
                || !config.equals(configVersion)
                || !status.equals(statusListVersion);
        configVersion = config;
        statusListVersion = status;
        return news;
    }
}
