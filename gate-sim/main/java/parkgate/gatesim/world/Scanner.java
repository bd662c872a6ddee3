package parkgate.gatesim.world;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.camera.Camera;
import parkgate.gatesim.camera.Disturbance;
import parkgate.gatesim.camera.PhotoReader;
import parkgate.gatesim.camera.Quality;
import parkgate.gatesim.ledger.Shown;

/** The scanners of all lanes: they take pictures of what is held to them until one can be read, or the driver gives up. */
public final class Scanner {
    /** After so many pictures a driver gives up. */
    static final int MOST_PICTURES = 6;

    /** No more pictures at once than there are cores: on top of that they would only delay the answers. */
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Map<Quality, Double> weights;
    private final double weight;
    private final LongAdder pictures = new LongAdder();
    private final LongAdder unread = new LongAdder();
    private final LongAdder shows = new LongAdder();
    private final LongAdder firstReads = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder misread = new LongAdder();

    /** Takes pictures whose qualities come as often as their weights say. */
    public Scanner(Map<Quality, Double> weights) {
        this.weights = Map.copyOf(weights);
        this.weight = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Reads what a driver holds up.
     *
     * @param held what is there at the moment of each picture
     * @param always the quality of every picture, null to throw the dice for each
     * @return what was read, as it was shown; null where the driver gave up
     */
    @Nullable
    Shown read(Supplier<Shown> held, @Nullable Quality always, RandomGenerator dice) {
        shows.increment();
        for (int i = 0; i < MOST_PICTURES; i++) {
            Shown shown = held.get();
            Optional<String> text = picture(shown.text(), always != null ? always : quality(dice), dice);
            if (text.isPresent()) {
                if (i == 0) {
                    firstReads.increment();
                }
                if (!text.get().equals(shown.text())) {
                    misread.increment();
                    return null;
                }
                return shown;
            }
        }
        givenUp.increment();
        return null;
    }

    private Optional<String> picture(String text, Quality quality, RandomGenerator dice) {
        pictures.increment();
        cores.acquireUninterruptibly();
        try {
            Optional<String> read = PhotoReader.read(Camera.shoot(text, Disturbance.of(quality, dice), dice));
            if (read.isEmpty()) {
                unread.increment();
            }
            return read;
        } finally {
            cores.release();
        }
    }

    private Quality quality(RandomGenerator dice) {
        double thrown = dice.nextDouble() * weight;
        for (Quality quality : Quality.values()) {
            thrown -= weights.getOrDefault(quality, 0.0);
            if (thrown < 0) {
                return quality;
            }
        }
        return Quality.GOOD;
    }

    /** How well pictures could be read so far. */
    public Reads reads() {
        return new Reads(
                pictures.sum(),
                pictures.sum() - unread.sum(),
                shows.sum(),
                firstReads.sum(),
                givenUp.sum(),
                misread.sum());
    }

    /**
     * Numbers of pictures and of codes.
     *
     * @param shows how often a driver held a code up, until it was read or the driver gave up
     * @param firstReads of these, read in the first picture
     * @param misread read as another text than was drawn
     */
    public record Reads(long pictures, long read, long shows, long firstReads, long givenUp, long misread) {}
}
