package parkgate.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parkgate.telemetry.Gauges;

/**
 * The lanes that listen to this instance, one stream each: who comes again takes the place of what is left of the connection
 * before. Any thread.
 */
final class LaneStreams {
    /** Lanes of one instance. */
    static final int MOST = 5_000;

    private final Map<String, LaneStream> streams = new ConcurrentHashMap<>();
    private final Counter cutOff;
    private volatile boolean closed;

    LaneStreams(MeterRegistry metrics) {
        cutOff = Gauges.streamsCutOff(metrics, "commands");
        Gauge.builder("parkgate_lane_streams", streams, Map::size)
                .description("Lanes that listen to this instance")
                .register(metrics);
        Gauge.builder("parkgate_lane_streams_bound", () -> MOST)
                .description("Lanes that may listen to one instance")
                .register(metrics);
    }

    /** Takes a stream in and begins it; false when there are too many. Call it on the stream's context. */
    boolean admit(LaneStream stream) {
        if (closed || (streams.size() >= MOST && !streams.containsKey(stream.laneId()))) {
            return false;
        }
        LaneStream before = streams.put(stream.laneId(), stream);
        if (before != null) {
            before.close();
        }
        stream.begin(() -> streams.remove(stream.laneId(), stream), cutOff::increment);
        return true;
    }

    /** The stream of a lane; null when it does not listen here. */
    @Nullable
    LaneStream of(String laneId) {
        return streams.get(laneId);
    }

    Collection<LaneStream> all() {
        return List.copyOf(streams.values());
    }

    /** Lane to its connection. */
    Map<String, UUID> connections() {
        return streams.values().stream().collect(Collectors.toMap(LaneStream::laneId, LaneStream::id, (a, b) -> b));
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Ends the streams that were opened with one of these keys. Whose key is still good comes back. */
    void closeStreamsOf(Set<String> keyIds) {
        all().stream().filter(each -> keyIds.contains(each.keyId())).forEach(LaneStream::close);
    }

    /** Ends all and takes no more. */
    void close() {
        closed = true;
        all().forEach(LaneStream::close);
    }
}
