package parkgate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import parkgate.alarm.PgAlarms;
import parkgate.backup.JournalKeeper;
import parkgate.credential.KeyWatch;
import parkgate.lane.LaneFeature;
import parkgate.occupancy.OccupancyFeature;
import parkgate.place.AnnouncedRules;
import parkgate.postgres.ChangeFeed;
import parkgate.privacy.Retention;
import parkgate.redis.Redis;
import parkgate.scan.ScanFeature;
import parkgate.session.SessionFeature;
import parkgate.telemetry.ClockWatch;
import parkgate.telemetry.EventLoopLag;
import parkgate.telemetry.Readiness;
import parkgate.telemetry.Telemetry;

/** The service while it runs. */
final class Service implements Running {
    /** What is in flight has so long to be answered, milliseconds. */
    private static final long ANSWER_MS = 5_000;

    /** What was decided has so long to be recorded, milliseconds. */
    private static final long RECORD_MS = 8_000;

    /** The journal has so long to say that the service ended, milliseconds. */
    private static final long JOURNAL_MS = 2_000;

    private final Vertx vertx;
    private final Entrance door;
    private final boolean empty;
    private final Readiness readiness;
    private final ScanFeature scan;
    private final OccupancyFeature occupancy;
    private final SessionFeature sessions;
    private final LaneFeature lanes;
    private final Retention retention;
    private final AnnouncedRules announced;
    private final JournalKeeper journal;
    private final PgAlarms alarms;
    private final Redis redis;
    private final Redis marks;
    private final ChangeFeed feed;
    private final EventLoopLag lag;
    private final ClockWatch clocks;
    private final KeyWatch keyWatch;
    private final Telemetry telemetry;

    Service(
            Vertx vertx,
            Entrance door,
            boolean empty,
            Readiness readiness,
            ScanFeature scan,
            OccupancyFeature occupancy,
            SessionFeature sessions,
            LaneFeature lanes,
            Retention retention,
            AnnouncedRules announced,
            JournalKeeper journal,
            PgAlarms alarms,
            Redis redis,
            Redis marks,
            ChangeFeed feed,
            EventLoopLag lag,
            ClockWatch clocks,
            KeyWatch keyWatch,
            Telemetry telemetry) {
        this.vertx = vertx;
        this.door = door;
        this.empty = empty;
        this.readiness = readiness;
        this.scan = scan;
        this.occupancy = occupancy;
        this.sessions = sessions;
        this.lanes = lanes;
        this.retention = retention;
        this.announced = announced;
        this.journal = journal;
        this.alarms = alarms;
        this.redis = redis;
        this.marks = marks;
        this.feed = feed;
        this.lag = lag;
        this.clocks = clocks;
        this.keyWatch = keyWatch;
        this.telemetry = telemetry;
    }

    /** Where it answers, without a slash at the end. */
    String url() {
        return door.url();
    }

    /** True when it found no place in PostgreSQL. */
    boolean foundNothing() {
        return empty;
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return door.port();
    }

    @Override
    public Future<Void> drain() {
        ReadyChecks.ending(readiness);
        retention.stop();
        announced.stop();
        sessions.close();
        return occupancy
                .close() // event streams would hold the door open
                .eventually(lanes::close)
                .eventually(() -> door.close(ANSWER_MS))
                .eventually(() -> scan.drain(RECORD_MS))
                .eventually(alarms::close);
    }

    @Override
    public Future<Void> close() {
        scan.close();
        lag.stop();
        clocks.stop();
        keyWatch.stop();
        return journal.close()
                .timeout(JOURNAL_MS, TimeUnit.MILLISECONDS)
                .eventually(() -> Future.join(feed.close(), redis.close(), marks.close()))
                .eventually(vertx::close)
                .<Void>mapEmpty()
                .onComplete(x -> telemetry.close());
    }
}
