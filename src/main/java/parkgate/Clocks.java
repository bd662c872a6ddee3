package parkgate;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import parkgate.alarm.AlarmKind;
import parkgate.alarm.Alarms;
import parkgate.redis.Redis;
import parkgate.telemetry.ClockWatch;
import parkgate.telemetry.Readiness;

/** This instance's clock beside PostgreSQL's and Redis's, and who is told when it is wrong. */
final class Clocks {
    private Clocks() {}

    static ClockWatch watch(
            Vertx vertx,
            InstantSource clock,
            Pool pool,
            Redis redis,
            Alarms alarms,
            Readiness readiness,
            MeterRegistry metrics) {
        ClockWatch watch = new ClockWatch(
                vertx,
                clock,
                Map.of("postgres", () -> postgres(pool), "redis", () -> redis(redis)),
                new ClockWatch.Watcher() {
                    @Override
                    public void wrong(String detail) {
                        alarms.raise(AlarmKind.INSTANCE_CLOCK, null, null, detail);
                    }

                    @Override
                    public void rightAgain() {
                        alarms.clear(AlarmKind.INSTANCE_CLOCK, null, null);
                    }
                },
                metrics);
        readiness.checkNow("clock", watch::finding);
        watch.start();
        return watch;
    }

    private static Future<Instant> postgres(Pool pool) {
        return pool.query("select clock_timestamp()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Seconds and microseconds. */
    private static Future<Instant> redis(Redis redis) {
        return redis.run(c -> c.time()).map(Clocks::instant);
    }

    private static Instant instant(List<String> parts) {
        return Instant.ofEpochSecond(Long.parseLong(parts.get(0)))
                .plus(Long.parseLong(parts.get(1)), ChronoUnit.MICROS);
    }
}
