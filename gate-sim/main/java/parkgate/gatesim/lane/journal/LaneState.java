package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import parkgate.gatesim.lane.offline.Room;

/**
 * What the last heartbeats said, kept for a start without the service: how many cars this lane may let in by itself, and how
 * wrong its clock is.
 */
public final class LaneState {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WORTH_WRITING = Duration.ofSeconds(1);

    private final Path file;
    private long spaces = Room.UNKNOWN;
    private Duration offset = Duration.ZERO;

    private LaneState(Path file) {
        this.file = file;
    }

    /**
     * What the file says, without the cars that were let in since. One that is spoilt says nothing: the share is not known.
     *
     * @throws IOException where the disk does not let it be read
     */
    public static LaneState open(Path file, Journal journal, Consumer<String> complaints) throws IOException {
        LaneState state = new LaneState(file);
        if (Files.exists(file)) {
            JsonNode json = Spoilt.readTree(file, complaints);
            state.offset = Duration.ofMillis(json.path("offsetMs").asLong());
            state.spaces = json.path("spaces").asLong(Room.UNKNOWN);
            long since = journal.entriesAfter(json.path("seq").asLong());
            state.add(-since);
        }
        return state;
    }

    /** Cars that the lane may let in by itself; {@link Room#UNKNOWN}, {@link Room#UNLIMITED}. */
    public synchronized long spaces() {
        return spaces;
    }

    /** The service's clock minus ours, as last heard. */
    public synchronized Duration offset() {
        return offset;
    }

    /** A car came in, or did not after all. */
    public synchronized void add(long cars) {
        if (spaces != Room.UNLIMITED && spaces != Room.UNKNOWN) {
            spaces = Math.max(0, spaces + cars);
        }
    }

    /** An answer told how many spaces the whole lot has: the lane's share is no more. */
    public synchronized void atMost(long free, long seq) throws IOException {
        if (spaces != Room.UNLIMITED && free < spaces) {
            spaces = Math.max(0, free);
            write(seq);
        }
    }

    /** A heartbeat told the lane's share. */
    public synchronized void share(long share, long seq) throws IOException {
        boolean news = share != spaces;
        spaces = share;
        if (news) {
            write(seq);
        }
    }

    /** A heartbeat told the time. */
    public synchronized void clock(Duration heard, long seq) throws IOException {
        boolean news = heard.minus(offset).abs().compareTo(WORTH_WRITING) > 0;
        if (news) {
            offset = heard;
            write(seq);
        }
    }

    private void write(long seq) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("spaces", spaces).put("seq", seq);
        Durably.write(file, JSON.writeValueAsBytes(json.put("offsetMs", offset.toMillis())));
    }
}
