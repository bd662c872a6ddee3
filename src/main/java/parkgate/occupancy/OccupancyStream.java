package parkgate.occupancy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.telemetry.Gauges;

/**
 * Feeds the open event streams of this instance. One loop, running only while somebody watches, reads the watched lots'
 * counts where all instances keep them and hands on what changed. So a lot is sent at most 4 times a second by
 * construction, whatever the scans and however many the viewers, and a change is seen whichever instance made it: up to
 * 1,000 watched lots within some {@value #EVERY_MS} ms, with more lots in turn, but first those where this instance just
 * heard something. A turn takes a small part of them, since all at once would let the scans of that moment wait.
 */
final class OccupancyStream {
    /** One address has at most this part of all viewers, where it has no key. */
    private static final int SHARE_OF_CLIENT = 20;

    /** One key or person has at most this part of them, so that nobody takes all of them from the others. */
    private static final int SHARE_OF_KEY = 2;

    /** Between two readings of a lot, at least: milliseconds. */
    static final long EVERY_MS = 250;

    /** Between two turns: milliseconds. */
    static final long TURN_MS = 25;

    /** Lots read in one turn, so that viewers never cost more than 4,000 small reads a second. */
    static final int MOST_A_TURN = 100;

    /** So many turns read what is watched once, where the most of a turn allows: some fewer than fit into the time. */
    private static final int TURNS = 8;

    /** How old the list of watched lots may be, milliseconds. */
    static final long LOTS_MS = 1_000;

    /** Before trying again when nothing could be read, milliseconds. */
    static final long AWAY_MS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(OccupancyStream.class);

    private final Places places;
    private final CountReading reading;
    private final LotsHeard heard;
    private final InstantSource clock;
    private final int maxViewers;
    private final ContextInternal context;
    private final Counter rounds;
    private final Counter cutOff;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger openWithoutKey = new AtomicInteger();
    private final Map<String, Integer> ofOne = new ConcurrentHashMap<>();
    private final Set<String> stirred = ConcurrentHashMap.newKeySet();
    private volatile boolean watching;
    private volatile boolean closed;

    // Touched on the context only.
    private final Map<Watch, Audience> audiences = new HashMap<>();
    private final WatchedLots watched = new WatchedLots(EVERY_MS, TURNS, MOST_A_TURN);
    private Map<String, Lot> lots = Map.of();
    private long lotsAtMs;
    private long round;
    private boolean away;

    private static final class Audience {
        /** Viewer to the first round that began after it came: an earlier one may be older than what it was told. */
        private final Map<StreamViewer, Long> since = new HashMap<>();

        private Map<String, Lot> lots = Map.of();
        private @Nullable Long asOfMs;
        private long lookedAtMs;

        /** How old the oldest value is; looked up so often as lots are read, and true for as long as it stands. */
        @Nullable
        Long asOfMs(WatchedLots watched, long nowMs) {
            if (asOfMs == null || nowMs - lookedAtMs >= EVERY_MS || nowMs < lookedAtMs) {
                asOfMs = watched.asOfMs(lots.keySet());
                lookedAtMs = nowMs;
            }
            return asOfMs;
        }
    }

    /**
     * Nobody watches yet.
     *
     * @param maxViewers streams that this instance keeps open; half of them at most for those who have no key
     */
    OccupancyStream(
            Vertx vertx,
            Places places,
            CountReading reading,
            LotsHeard heard,
            InstantSource clock,
            int maxViewers,
            MeterRegistry metrics) {
        this.places = places;
        this.reading = reading;
        this.heard = heard;
        this.clock = clock;
        this.maxViewers = maxViewers;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.rounds = Counter.builder("parkgate_stream_rounds")
                .description("Turns in which watched lots were read")
                .register(metrics);
        this.cutOff = Gauges.streamsCutOff(metrics, "occupancy");
        Gauge.builder("parkgate_stream_viewers", open, AtomicInteger::get)
                .description("Open event streams")
                .register(metrics);
        Gauge.builder("parkgate_stream_viewers_bound", () -> maxViewers)
                .description("Event streams that may be open")
                .register(metrics);
    }

    /** Takes a viewer in, and begins its response; false when there are too many. Call it on the viewer's context. */
    boolean admit(StreamViewer viewer, String client) {
        boolean withoutKey = viewer.keyId() == null;
        String one = withoutKey ? client : "key " + viewer.keyId();
        if (ofOne.getOrDefault(one, 0) >= Math.max(1, maxViewers / (withoutKey ? SHARE_OF_CLIENT : SHARE_OF_KEY))) {
            return false;
        }
        if (closed || open.get() >= maxViewers || (withoutKey && openWithoutKey.get() >= Math.max(1, maxViewers / 2))) {
            return false;
        }
        count(withoutKey, 1);
        ofOne.merge(one, 1, Integer::sum);
        viewer.begin(
                () -> {
                    count(withoutKey, -1);
                    ofOne.computeIfPresent(one, (x, count) -> count == 1 ? null : count - 1);
                    context.runOnContext(x -> leave(viewer));
                },
                cutOff::increment);
        context.runOnContext(x -> join(viewer));
        return true;
    }

    private void count(boolean withoutKey, int by) {
        open.addAndGet(by);
        if (withoutKey) {
            openWithoutKey.addAndGet(by);
        }
    }

    /** Something happened at a lot: read it first. Any thread; costs next to nothing while nobody watches. */
    void stirred(String lotId) {
        if (watching) {
            stirred.add(lotId);
        }
    }

    /** Something else than the count changed at these lots. Any thread. */
    void notice(Notice notice, Set<String> lotIds) {
        context.runOnContext(x -> {
            if (!audiences.isEmpty()) {
                look(); // the lot may be newer than the last look
                viewers().forEach(viewer -> viewer.notice(notice, lotIds));
            }
        });
    }

    /** Ends the streams that were opened with one of these keys. Who may still watch comes back. */
    void closeStreamsOf(Set<String> keyIds) {
        context.runOnContext(x -> viewers().stream()
                .filter(viewer -> viewer.keyId() != null && keyIds.contains(viewer.keyId()))
                .forEach(StreamViewer::close));
    }

    /** Ends all streams and takes no more. */
    void close() {
        closed = true;
        context.runOnContext(x -> viewers().forEach(StreamViewer::close));
    }

    private List<StreamViewer> viewers() {
        List<StreamViewer> all = new ArrayList<>();
        audiences.values().forEach(audience -> all.addAll(audience.since.keySet()));
        return all;
    }

    private void join(StreamViewer viewer) {
        Audience audience = audiences.computeIfAbsent(viewer.watch(), x -> new Audience());
        audience.since.put(viewer, round + 1);
        look();
        viewer.watch(Set.copyOf(audience.lots.keySet()));
        watched.ask(audience.lots.keySet());
        if (!watching) {
            watching = true;
            turn();
        }
    }

    private void leave(StreamViewer viewer) {
        Audience audience = audiences.get(viewer.watch());
        if (audience != null) {
            audience.since.remove(viewer);
            if (audience.since.isEmpty()) {
                audiences.remove(viewer.watch());
            }
        }
    }

    /** Looks which lots there are; tells those whose lots are no longer the same. */
    private void look() {
        Map<String, Lot> all = new HashMap<>();
        audiences.forEach((watch, audience) -> {
            Map<String, Lot> now = new LinkedHashMap<>();
            watch.lots(places).orElse(List.of()).forEach(lot -> now.put(lot.id(), lot));
            if (!now.keySet().equals(audience.lots.keySet())) {
                audience.since.keySet().forEach(viewer -> viewer.watch(Set.copyOf(now.keySet())));
                audience.asOfMs = null;
            }
            audience.lots = now;
            all.putAll(now);
        });
        lots = all;
        watched.watch(all.keySet());
        lotsAtMs = clock.millis();
    }

    private void turn() {
        if (audiences.isEmpty()) {
            watching = false;
            stirred.clear();
            watched.watch(Set.of());
            return;
        }
        long nowMs = clock.millis();
        if (nowMs - lotsAtMs >= LOTS_MS || nowMs < lotsAtMs) {
            look();
        }
        Set<String> first = new HashSet<>(stirred);
        stirred.removeAll(first);
        watched.ask(first);
        List<String> due = watched.due(nowMs);
        if (due.isEmpty()) {
            context.owner().setTimer(TURN_MS, x -> turn());
            return;
        }
        long number = ++round;
        reading.each(due).onComplete(context.promise()).onSuccess(read -> {
            rounds.increment();
            note(read);
            publish(number, nowMs, read.counts());
            boolean nothing = read.counts().isEmpty() && read.failure() != null;
            long tookMs = Math.max(0, clock.millis() - nowMs);
            context.owner().setTimer(nothing ? AWAY_MS : Math.max(1, TURN_MS - tookMs), x -> turn());
        });
    }

    private void note(CountReading.Read read) {
        if (read.failure() != null && !away) {
            log.warn("lots cannot be read for the event streams: {}", String.valueOf(read.failure()));
        }
        away = read.failure() != null;
    }

    private void publish(long number, long readAtMs, Map<String, LotCount> counts) {
        Map<String, Event> events = new HashMap<>();
        counts.forEach((lotId, count) -> {
            Lot lot = lots.get(lotId);
            if (lot != null) {
                Occupancy value = Occupancy.of(lot, count, heard.of(lotId, readAtMs));
                events.put(lotId, new Event(lot, value, readAtMs, watched.learned(lot, value, readAtMs)));
            }
        });
        audiences.values().forEach(audience -> {
            Map<String, Event> theirs = new HashMap<>(events);
            theirs.keySet().retainAll(audience.lots.keySet());
            if (theirs.isEmpty()) {
                return;
            }
            Round said = new Round(theirs, audience.asOfMs(watched, readAtMs));
            audience.since.forEach((viewer, since) -> {
                if (since <= number) {
                    viewer.take(said);
                }
            });
        });
    }
}
