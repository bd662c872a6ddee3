package parkgate.gatesim.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import parkgate.gatesim.api.Stopped;

/** The compressed day: when it began, how fast it goes, and waiting in it. A stopped day throws everybody out of bed. */
public final class Day {
    private static final double SECONDS = Duration.ofDays(1).toSeconds();

    private final double realSeconds;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long startNanos = System.nanoTime();

    /** A day whose 24 hours take {@code realSeconds}; {@code clock} is the one that codes go by. */
    Day(double realSeconds, InstantSource clock) {
        this.realSeconds = realSeconds;
        this.clock = clock;
    }

    /** Begins the day so late in it that nobody has anything to do before. */
    void beginAtMs(long ms) {
        startNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ms);
    }

    void stop() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Real milliseconds since the day began. */
    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** The time of day. */
    LocalTime time() {
        double seconds = Math.min(elapsedMs() / 1000.0 / realSeconds, 0.99999) * SECONDS;
        return LocalTime.ofSecondOfDay((long) seconds);
    }

    /** Waits until so many real milliseconds have gone since the day began. */
    void untilMs(long ms) {
        pauseMs(ms - elapsedMs());
    }

    /** Waits until the service's clock has surely reached this moment. */
    void until(Instant moment) {
        pauseMs(Duration.between(clock.instant(), moment).toMillis());
    }

    void pauseMs(long ms) {
        try {
            if (stopped.await(Math.max(0, ms), TimeUnit.MILLISECONDS)) {
                throw new Stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        }
    }
}
