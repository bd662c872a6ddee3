package parkgate.load.flat;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import parkgate.load.Folders;
import parkgate.load.Load;
import parkgate.load.city.Code;
import parkgate.load.city.InAndOut;
import parkgate.load.city.LoadCity;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.seed.Seed;
import parkgate.load.stage.Stage;

/** A city with servers and a service of its own, and the drivers who go in and out of it. */
public final class Town implements AutoCloseable {
    private static final int MOST_INSIDE = 5_000;
    /** For so many a class D code is signed before a run. */
    private static final int ENTRIES_A_SECOND = 6_000;

    private static final Duration WARM_STRETCH = Duration.ofMillis(500);

    private final Load load;
    private final Means means;
    private final Path folder;
    private final Stage stage;
    private final String name;
    private final List<LoadCity.Lot> lots;
    private final List<String> laneKeys;
    private final int drivers;
    private final InAndOut traffic;
    private final Duration seeding;

    private Town(
            Load load,
            Means means,
            Path folder,
            Stage stage,
            String name,
            List<LoadCity.Lot> lots,
            List<String> laneKeys,
            List<Code> codes,
            Duration seeding) {
        this.seeding = seeding;
        this.load = load;
        this.means = means;
        this.folder = folder;
        this.stage = stage;
        this.name = name;
        this.lots = lots;
        this.laneKeys = laneKeys;
        this.drivers = codes.size();
        this.traffic = new InAndOut(
                lots,
                codes,
                "127.0.0.1:" + stage.servicePort(),
                Math.max(1, Math.min(MOST_INSIDE, codes.size() / 10)),
                InstantSource.system(),
                new Random(means.seed() + name.hashCode()));
    }

    /**
     * Builds one, with a service that has just started.
     *
     * @param name the beginning of its ids
     * @param moreLanes that can be connected, beside those of the traffic
     */
    public static Town build(Load load, Means means, String name, Shape shape, int moreLanes) {
        try {
            Path folder = Files.createTempDirectory("parkgate-town");
            Stage stage = new Stage(folder, means.redisUri());
            try {
                return build(load, means, name, shape, moreLanes, folder, stage);
            } catch (RuntimeException e) {
                stage.close();
                Folders.delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Town build(
            Load load, Means means, String name, Shape shape, int moreLanes, Path folder, Stage stage) {
        long begun = System.nanoTime();
        try (Seed seed = Seed.on(stage)) {
            List<LoadCity.Lot> lots = seed.city(name, Seed.Lots.plain(shape.lots()));
            int each = (moreLanes + shape.lots() - 1) / shape.lots();
            List<String> laneKeys =
                    seed.moreLanes(lots, each).stream().limit(moreLanes).toList();
            List<Code> codes = seed.drivers(name, means.codeClass(), shape.rights(), shape.drivers());
            if (shape.events() > 0) {
                seed.history(name, shape.lots(), codes, shape.events());
            }
            seed.settle();
            Duration seeding = Duration.ofNanos(System.nanoTime() - begun);
            stage.startService(means.java(), means.jar(), means.jvm());
            return new Town(load, means, folder, stage, name, lots, laneKeys, codes, seeding);
        }
    }

    /** How long it took to write what is in its database. */
    public Duration seeding() {
        return seeding;
    }

    public Stage stage() {
        return stage;
    }

    /** The beginning of its ids, and the id of the city itself. */
    public String name() {
        return name;
    }

    public List<LoadCity.Lot> lots() {
        return lots;
    }

    /** Keys of lanes that take no part in the traffic. */
    public List<String> laneKeys() {
        return laneKeys;
    }

    public InAndOut traffic() {
        return traffic;
    }

    /** Until each driver has been in and out, on the average; at least and at most so long. */
    public void warm(Duration atLeast, Duration atMost) {
        long begun = System.nanoTime();
        long scans = 0;
        long took = 0;
        while (took < atLeast.toNanos() || (scans < 2L * drivers && took < atMost.toNanos())) {
            scans += saturate(WARM_STRETCH).count(InAndOut.GRANTED);
            took = System.nanoTime() - begun;
        }
    }

    /** As much as it takes. */
    public Tally saturate(Duration time) {
        prepare(time);
        return load.saturate(stage.servicePort(), means.connections(), traffic, time);
    }

    /** So many scans a second, whether it keeps up or not. */
    public Tally arrivals(double rate, Duration time) {
        prepare(time);
        return load.arrivals(
                stage.servicePort(), means.connections(), traffic, new Arrivals(new Random(means.seed()), rate), time);
    }

    private void prepare(Duration time) {
        if (means.codeClass() == 'D') {
            load.await(() -> {
                traffic.prepare((int) (ENTRIES_A_SECOND * Math.max(1, time.toSeconds())));
                return Future.succeededFuture();
            });
        }
    }

    @Override
    public void close() {
        stage.close();
        Folders.delete(folder);
    }
}
