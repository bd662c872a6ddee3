package parkgate.gatesim.lane;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import parkgate.gatesim.lane.line.Circuit;
import parkgate.gatesim.lane.line.PackFetcher;
import parkgate.gatesim.lane.line.Uploader;

/**
 * What a lane does beside its cars, in one thread: heartbeats, the pack, uploads, and, when the circuit is open, trying
 * whether the service is back. Scans are asked again only when the service knows what happened meanwhile: else it would be
 * asked to let out a car of which it has not heard. Where it takes heartbeats and no uploads for a minute, scans are asked
 * all the same.
 */
public final class Keeper implements Runnable {
    private static final long TICK_MS = 250;
    private static final long PACK_EVERY_MS = TimeUnit.MINUTES.toMillis(10);
    private static final long BEAT_AGAIN_MS = TimeUnit.SECONDS.toMillis(5);
    private static final long PACK_AGAIN_MS = TimeUnit.SECONDS.toMillis(5);
    private static final long CATCH_UP_MOST_MS = TimeUnit.MINUTES.toMillis(1);

    private final Circuit circuit;
    private final Heartbeat heartbeat;
    private final PackFetcher packs;
    private final Uploader uploader;
    private final LongSupplier millis;
    private final Consumer<String> news;
    private final Semaphore woken = new Semaphore(0);
    private final AtomicBoolean packIsOld = new AtomicBoolean();
    private long beatAt;
    private long packAt;
    private long uploadAt;
    private long behindSince = Long.MAX_VALUE;
    private boolean reachable = true;

    Keeper(
            Circuit circuit,
            Heartbeat heartbeat,
            PackFetcher packs,
            Uploader uploader,
            LongSupplier millis,
            Consumer<String> news) {
        this.circuit = circuit;
        this.heartbeat = heartbeat;
        this.packs = packs;
        this.uploader = uploader;
        this.millis = millis;
        this.news = news;
        long now = millis.getAsLong();
        this.beatAt = now;
        this.packAt = now;
        this.uploadAt = now;
    }

    /** Something is to be uploaded, or tried: soon. */
    public void wake() {
        woken.release();
    }

    /** The pack held is not the newest any more. */
    public void packIsOld() {
        packIsOld.set(true);
        wake();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean asked = woken.tryAcquire(TICK_MS, TimeUnit.MILLISECONDS);
                woken.drainPermits();
                tick(asked);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One round.
     *
     * @param asked somebody woke us: what is in the journal goes now
     */
    public synchronized void tick(boolean asked) {
        long now = millis.getAsLong();
        if (!circuit.asks()) {
            if (circuit.isTrying(now)) {
                tryIt(now);
            }
            return;
        }
        if (now >= beatAt && !beat(now)) {
            circuit.failed(now);
            if (!circuit.asks()) {
                return;
            }
            beatAt = now + BEAT_AGAIN_MS;
        }
        refreshPack(now);
        if (asked || now >= uploadAt) {
            uploadAt = now + (uploader.upload() ? PACK_AGAIN_MS : 1_000);
        }
    }

    private void tryIt(long now) {
        if (!beat(now)) {
            circuit.failed(millis.getAsLong());
            return;
        }
        refreshPack(now);
        if (uploader.upload()) {
            behindSince = Long.MAX_VALUE;
            circuit.close();
            news.accept("asks the service");
            return;
        }
        behindSince = Math.min(behindSince, now);
        if (now - behindSince > CATCH_UP_MOST_MS) {
            circuit.close();
            news.accept("asks the service, though it does not take the journal");
        } else {
            circuit.failed(millis.getAsLong());
        }
    }

    private boolean beat(long now) {
        try {
            Heartbeat.Heard heard = heartbeat.beat();
            beatAt = now + TimeUnit.SECONDS.toMillis(heard.nextSeconds());
            if (heard.news()) {
                packIsOld();
            }
            reachable = true;
            return true;
        } catch (IOException e) {
            if (reachable) {
                news.accept("no service: " + e.getMessage() + "; the lane decides by itself");
            }
            reachable = false;
            return false;
        }
    }

    private void refreshPack(long now) {
        if (!packIsOld.getAndSet(false) && now < packAt) {
            return;
        }
        packAt = now + (packs.refresh() ? PACK_EVERY_MS : PACK_AGAIN_MS);
    }
}
