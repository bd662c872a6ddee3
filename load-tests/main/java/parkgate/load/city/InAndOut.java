package parkgate.load.city;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.drive.Shot;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Traffic;
import parkgate.load.wire.Head;
import parkgate.load.wire.Reply;

/**
 * Drivers go in, and those who have been inside longest come out: every scan a grant, entries and exits in turn once
 * enough are inside. Each driver keeps to one lot. A driver who has been in and out comes again in a later step.
 */
public final class InAndOut implements Traffic {
    /** The words of the tally. */
    public static final String GRANTED = "granted, committed";

    public static final String QUEUED = "granted, queued";
    public static final String NOT_GRANTED = "200, not granted";

    private static final byte[] SAYS_GRANTED = ascii("\"decision\":\"GRANTED\"");
    private static final byte[] SAYS_COMMITTED = ascii("\"durability\":\"COMMITTED\"");

    private final InstantSource clock;
    private final RandomGenerator dice;
    private final int keepInside;
    private Only only = Only.NOT_SO;
    private final ArrayDeque<Driver> outside = new ArrayDeque<>();
    private final ArrayDeque<Driver> inside = new ArrayDeque<>();
    private boolean entryNext = true;
    private long starved;
    private @Nullable String firstRefusal;

    private enum Only {
        NOT_SO,
        IN,
        OUT
    }

    private static final class Driver {
        private final Code code;
        private final Head in;
        private final Head out;
        private long lastStep = -1;

        private Driver(Code code, Head in, Head out) {
            this.code = code;
            this.in = in;
            this.out = out;
        }
    }

    /**
     * Traffic of these drivers at these lots.
     *
     * @param keepInside so many are inside before the first comes out
     */
    public InAndOut(
            List<LoadCity.Lot> lots,
            List<Code> codes,
            String host,
            int keepInside,
            InstantSource clock,
            RandomGenerator dice) {
        this.clock = clock;
        this.dice = dice;
        this.keepInside = keepInside;
        List<Head> in = lots.stream()
                .map(lot -> new Head("/v1/scans", host, lot.inKey()))
                .toList();
        List<Head> out = lots.stream()
                .map(lot -> new Head("/v1/scans", host, lot.outKey()))
                .toList();
        for (int i = 0; i < codes.size(); i++) {
            int lot = i % lots.size();
            outside.add(new Driver(codes.get(i), in.get(lot), out.get(lot)));
        }
    }

    /** Signs ahead for the drivers who come next, as their phones would. */
    public void prepare(int drivers) {
        long step = step() + 1;
        outside.stream().limit(drivers).forEach(driver -> driver.code.prepare(step));
    }

    @Override
    public @Nullable Shot next() {
        if (only == Only.IN || (only == Only.NOT_SO && (entryNext || inside.size() < keepInside))) {
            Driver driver = outside.peek();
            Code.Shown shown = driver == null ? null : driver.code.show(step());
            if (shown != null && (driver.code instanceof Code.Paper || driver.lastStep < shown.step())) {
                entryNext = false;
                return new Entry(outside.remove(), shown);
            }
        }
        entryNext = true;
        Driver driver = only == Only.IN ? null : inside.poll();
        if (driver == null) {
            starved++;
            return null;
        }
        return new Exit(driver);
    }

    /** What the first scan that was not granted was answered; null where all were. */
    public @Nullable String firstRefusal() {
        return firstRefusal;
    }

    /** From now on nobody comes out. */
    public void onlyIn() {
        only = Only.IN;
    }

    /** From now on nobody comes in. */
    public void onlyOut() {
        only = Only.OUT;
    }

    /** How often nobody could be found to go in or out: then the drivers were too few, and a rate says nothing. */
    public long starved() {
        return starved;
    }

    public int inside() {
        return inside.size();
    }

    private long step() {
        return clock.instant().getEpochSecond() / Code.STEP_SECONDS;
    }

    private Buffer scan(Head head, String text) {
        UUID scanId = new UUID((dice.nextLong() & ~0xf000L) | 0x4000L, (dice.nextLong() >>> 2) | (1L << 63));
        return head.with("{\"scanId\":\"" + scanId + "\",\"code\":\"" + text + "\"}");
    }

    private String word(Reply reply) {
        if (reply.status() == 200 && reply.says(SAYS_GRANTED)) {
            return reply.says(SAYS_COMMITTED) ? GRANTED : QUEUED;
        }
        if (firstRefusal == null) {
            firstRefusal = reply.status() + " " + reply.text();
        }
        return reply.status() == 200
                ? NOT_GRANTED
                : reply.status() == Reply.NOTHING ? Tally.NO_ANSWER : "HTTP " + reply.status();
    }

    private final class Entry implements Shot {
        private final Driver driver;
        private final Buffer request;

        private Entry(Driver driver, Code.Shown shown) {
            this.driver = driver;
            driver.lastStep = shown.step();
            this.request = scan(driver.in, shown.text());
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            String word = word(reply);
            (word.equals(GRANTED) || word.equals(QUEUED) ? inside : outside).add(driver);
            return word;
        }
    }

    private final class Exit implements Shot {
        private final Driver driver;
        private final Buffer request;

        private Exit(Driver driver) {
            this.driver = driver;
            this.request = scan(driver.out, driver.code.show(step()).text());
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            String word = word(reply);
            (word.equals(GRANTED) || word.equals(QUEUED) ? outside : inside).add(driver);
            return word;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
