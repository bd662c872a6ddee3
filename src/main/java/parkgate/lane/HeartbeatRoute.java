package parkgate.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import parkgate.core.access.Lane;
import parkgate.http.Call;
import parkgate.http.Reply;
import parkgate.http.TimeZoneName;

/**
 * {@code POST /v1/lane/heartbeat}: a lane says how it is and learns what has changed. Costs no SQL: what it said is written
 * later, with that of other lanes.
 */
final class HeartbeatRoute {
    /** How far a lane's clock may be off before its times are not believed. */
    static final Duration MOST_OFF = Duration.ofMinutes(5);

    static final int NEXT_S = 30;

    /** The rest of the answer goes out without what other features do not know by then, milliseconds. */
    private static final long PATIENCE_MS = 1_000;

    private final Lanes lanes;
    private final LaneFeature.Heard heard;
    private final LanesHeard news;
    private final Versions versions;
    private final HeartbeatAnswers more;
    private final InstantSource clock;
    private final Counter beats;

    HeartbeatRoute(
            Lanes lanes,
            LaneFeature.Heard heard,
            LanesHeard news,
            Versions versions,
            HeartbeatAnswers more,
            InstantSource clock,
            MeterRegistry metrics) {
        this.lanes = lanes;
        this.heard = heard;
        this.news = news;
        this.versions = versions;
        this.more = more;
        this.clock = clock;
        this.beats = Counter.builder("parkgate_lane_heartbeats")
                .description("Heartbeats of lanes")
                .register(metrics);
    }

    Future<Reply> take(Call call) {
        return lanes.find(String.valueOf(call.caller().laneId())).compose(lane -> {
            Heartbeat beat = Heartbeat.of(call.body(), clock.millis());
            beats.increment();
            heard.heard(lane.lotId(), beat.atMs());
            news.heard(lane.id(), beat);
            return more.of(lane)
                    .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .otherwise(new JsonObject())
                    .map(rest -> Reply.of(200, answer(lane, beat).mergeIn(rest)));
        });
    }

    private JsonObject answer(Lane lane, Heartbeat beat) {
        boolean wrong = Math.abs(beat.clockOffsetMs()) > MOST_OFF.toMillis();
        return new JsonObject()
                .put("serverTime", Instant.ofEpochMilli(beat.atMs()).toString())
                .put("clockOffsetMs", beat.clockOffsetMs())
                .put("clock", wrong ? "WRONG" : "OK")
                .put("lane", itself(lane))
                .put("configVersion", versions.config(lane))
                .put("keySetVersion", versions.keySet())
                .put("statusListVersion", versions.statusLists())
                .put("nextHeartbeatSeconds", NEXT_S);
    }

    private JsonObject itself(Lane lane) {
        return new JsonObject()
                .put("laneId", lane.id())
                .put("lotId", lane.lotId())
                .put("lotName", lanes.nameOf(lane.lotId()))
                .put("timeZone", TimeZoneName.of(lanes.zoneOf(lane.lotId())))
                .put("direction", lane.direction().name())
                .put("confirmPassage", lane.confirmPassage());
    }
}
