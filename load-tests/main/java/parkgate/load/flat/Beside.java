package parkgate.load.flat;

import io.vertx.core.net.NetClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parkgate.load.Load;
import parkgate.load.city.Streams;

/** What stands beside a city's traffic while it is driven; gone when it is closed. */
public final class Beside implements AutoCloseable {
    /** Nothing. */
    public static final Beside NOBODY = new Beside(null, null, "");

    /** So long the service may take to notice that connections came or went, milliseconds. */
    private static final long SETTLING_MS = 300;

    private final @Nullable Maker maker;
    private final @Nullable Streams streams;
    private final String what;

    private Beside(@Nullable Maker maker, @Nullable Streams streams, String what) {
        this.maker = maker;
        this.streams = streams;
        this.what = what;
    }

    public @Nullable Streams streams() {
        return streams;
    }

    @Override
    public void close() {
        Streams open = streams;
        if (open != null && maker != null) {
            maker.counted(what, open);
            maker.load.await(open::close);
            settle();
        }
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens them, on an event loop that is not the traffic's. */
    public static final class Maker {
        private final Load load;
        private final Town town;
        private final NetClient client;
        private final Map<String, long[]> counted = new TreeMap<>();

        /** {@code load}: whose loop they are on. */
        public Maker(Load load, Town town) {
            this.load = load;
            this.town = town;
            this.client = load.vertx().createNetClient();
        }

        /** So many of its lanes listen, and send heartbeats. */
        public Beside lanes(int count) {
            return made(
                    "lanes",
                    load.await(() -> Streams.lanes(
                            load.vertx(),
                            client,
                            town.stage().servicePort(),
                            town.laneKeys().subList(0, count))));
        }

        /** People who watch these places. */
        public Beside viewers(List<String> places) {
            return made(
                    "viewers",
                    load.await(() -> Streams.viewers(
                            client,
                            load.vertx(),
                            town.stage().servicePort(),
                            town.stage().adminKey(),
                            places)));
        }

        private Beside made(String what, Streams streams) {
            settle();
            return new Beside(this, streams, streams.count() + " " + what);
        }

        private void counted(String what, Streams streams) {
            long[] all = counted.computeIfAbsent(what, x -> new long[3]);
            all[0] += load.await(() -> io.vertx.core.Future.succeededFuture(streams.messages()));
            all[1] += streams.heartbeats();
            all[2] += streams.lost();
        }

        /** What they got, for a report. */
        public Map<String, String> facts() {
            Map<String, String> facts = new TreeMap<>();
            counted.forEach((what, all) ->
                    facts.put(what, all[0] + " messages, " + all[1] + " heartbeats answered, " + all[2] + " lost"));
            return facts;
        }
    }
}
