package parkgate.load.city;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the next drivers will show, a moment before they do: phones sign, displays are read as pictures. On a thread of
 * its own, whose processor time is counted, so that the loop that sends is not kept from it. How much waits here is bounded by
 * whoever asks.
 */
final class Ahead implements AutoCloseable {
    /** So long ago a screenshot was made: twice the oldest that is taken. */
    private static final long STALE_STEPS = 6;

    private static final long LOOK_MS = 100;

    private final InstantSource clock;
    private final BlockingQueue<Plan> asked = new LinkedBlockingQueue<>();
    private final Queue<Plan> made = new ConcurrentLinkedQueue<>();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread thread;
    private volatile boolean closed;
    private final AtomicLong signingNanos = new AtomicLong();
    private final AtomicLong picturesNanos = new AtomicLong();
    private final AtomicLong pictures = new AtomicLong();
    private volatile @Nullable RuntimeException failed;

    Ahead(InstantSource clock) {
        this.clock = clock;
        this.thread = new Thread(this::work, "phones and pictures");
        thread.setDaemon(true);
        thread.start();
    }

    void ask(Plan plan) {
        asked.add(plan);
    }

    /**
     * The next that is made, in the order of asking; null: not yet.
     *
     * @throws IllegalStateException where one could not be made
     */
    @Nullable
    Plan poll() {
        RuntimeException why = failed;
        if (why != null) {
            throw new IllegalStateException("what drivers show cannot be made", why);
        }
        return made.poll();
    }

    double signingSeconds() {
        return signingNanos.get() / 1e9;
    }

    double picturesSeconds() {
        return picturesNanos.get() / 1e9;
    }

    long pictures() {
        return pictures.get();
    }

    private void work() {
        try {
            while (!closed) {
                Plan plan = asked.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (plan != null) {
                    plan.madeAtMs = clock.millis();
                    plan.shown = shown(plan);
                    made.add(plan);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = e;
        }
    }

    private Code.Shown shown(Plan plan) {
        long began = threads.getCurrentThreadCpuTime();
        Code.Shown shown = text(plan);
        long signed = threads.getCurrentThreadCpuTime();
        signingNanos.addAndGet(signed - began);
        if (!plan.pictured) {
            return shown;
        }
        String seen = Picture.readBack(shown.text());
        if (!seen.equals(shown.text())) {
            throw new IllegalStateException("a picture says something else than its code");
        }
        pictures.incrementAndGet();
        picturesNanos.addAndGet(threads.getCurrentThreadCpuTime() - signed);
        return new Code.Shown(seen, shown.step());
    }

    private Code.Shown text(Plan plan) {
        long step = clock.instant().getEpochSecond() / Code.STEP_SECONDS;
        Code code = plan.who.code;
        return switch (plan.kind) {
            case GARBAGE -> new Code.Shown("NOT A PARKING CODE " + step, step);
            case FORGED -> {
                String text = code.show(step).text();
                String end = text.endsWith("AAAAAAAA") ? "BAAAAAAA" : "AAAAAAAA";
                yield new Code.Shown(text.substring(0, text.length() - end.length()) + end, step);
            }
            case STALE -> now(code, step - STALE_STEPS);
            default -> now(code, step);
        };
    }

    private static Code.Shown now(Code code, long step) {
        code.prepare(step);
        return code.show(step);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10 * LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
