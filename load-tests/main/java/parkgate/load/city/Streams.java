package parkgate.load.city;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.load.wire.Connection;
import parkgate.load.wire.Head;
import parkgate.load.wire.Listening;

/** Those who listen while others scan: lanes on their command streams, or people who watch lots fill. On one context only. */
public final class Streams {
    /** Opened at once. */
    private static final int AT_ONCE = 50;
    /** As the service asks of lanes. */
    private static final long HEARTBEAT_MS = 30_000;

    private final Vertx vertx;
    private final List<Listening> open;
    private final @Nullable Heartbeats heartbeats;
    private boolean closing;

    private Streams(Vertx vertx, List<Listening> open, @Nullable Heartbeats heartbeats) {
        this.vertx = vertx;
        this.open = open;
        this.heartbeats = heartbeats;
    }

    /** A lane for each of these keys, connected, with a heartbeat each 30 s, and otherwise idle. */
    public static Future<Streams> lanes(Vertx vertx, NetClient client, int port, List<String> keys) {
        SocketAddress to = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        String host = "127.0.0.1:" + port;
        List<Supplier<Future<Listening>>> each = new ArrayList<>();
        keys.forEach(key -> each.add(() -> Listening.open(client, to, "/v1/lane/commands", host, key)));
        return Connection.open(client, to).compose(connection -> all(each)
                .map(open -> new Streams(vertx, open, new Heartbeats(vertx, connection, host, keys, HEARTBEAT_MS))));
    }

    /** Watchers of places, one for each; a place may be there twice. */
    public static Future<Streams> viewers(NetClient client, Vertx vertx, int port, String key, List<String> places) {
        SocketAddress to = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        List<Supplier<Future<Listening>>> each = new ArrayList<>();
        places.forEach(place -> each.add(
                () -> Listening.open(client, to, "/v1/occupancy/stream?placeId=" + place, "127.0.0.1:" + port, key)));
        return all(each).map(open -> new Streams(vertx, open, null));
    }

    private static Future<List<Listening>> all(List<Supplier<Future<Listening>>> each) {
        List<Listening> opened = new ArrayList<>(each.size());
        Iterator<Supplier<Future<Listening>>> rest = each.iterator();
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_ONCE, each.size()); i++) {
            workers.add(next(rest, opened));
        }
        return Future.all(workers).map(opened).onFailure(x -> opened.forEach(Listening::close));
    }

    private static Future<Void> next(Iterator<Supplier<Future<Listening>>> rest, List<Listening> opened) {
        if (!rest.hasNext()) {
            return Future.succeededFuture();
        }
        return rest.next().get().compose(one -> {
            opened.add(one);
            return next(rest, opened);
        });
    }

    /** Messages that came, signs of life among them. */
    public long messages() {
        return open.stream().mapToLong(Listening::messages).sum();
    }

    /** Heartbeats that were answered as they should be. */
    public long heartbeats() {
        return heartbeats == null ? 0 : heartbeats.answered;
    }

    /** How many the service has ended, or never answered. */
    public long lost() {
        return open.stream().filter(one -> !one.isOpen()).count() + (heartbeats == null ? 0 : heartbeats.refused);
    }

    public int count() {
        return open.size();
    }

    /** Ends all; they are gone at the service a moment later. */
    public Future<Void> close() {
        if (!closing) {
            closing = true;
            open.forEach(Listening::close);
            if (heartbeats != null) {
                vertx.cancelTimer(heartbeats.timer);
                heartbeats.connection.close();
            }
        }
        return Future.succeededFuture();
    }

    /** The lanes' heartbeats, one after the other, so that each lane's come in its interval. */
    private static final class Heartbeats {
        private final List<Head> heads;
        private final Connection connection;
        private final InstantSource clock = InstantSource.system();
        private final long timer;
        private final long begunMs = clock.millis();
        private final long intervalMs;
        private long sent;
        private long answered;
        private long refused;
        private boolean underWay;

        private Heartbeats(Vertx vertx, Connection connection, String host, List<String> keys, long intervalMs) {
            this.connection = connection;
            this.intervalMs = intervalMs;
            this.heads = keys.stream()
                    .map(key -> new Head("/v1/lane/heartbeat", host, key))
                    .toList();
            this.timer = vertx.setPeriodic(5, x -> turn());
        }

        private void turn() {
            long due = (clock.millis() - begunMs) * heads.size() / intervalMs;
            if (underWay || sent >= due || !connection.isOpen()) {
                return;
            }
            Buffer request = heads.get((int) (sent % heads.size()))
                    .with("{\"clock\":\"" + clock.instant() + "\",\"barrier\":\"CLOSED\","
                            + "\"loops\":{\"arming\":\"FREE\",\"closing\":\"FREE\"},\"buffered\":0}");
            sent++;
            underWay = true;
            connection.send(request, reply -> {
                underWay = false;
                if (reply.status() == 200) {
                    answered++;
                } else {
                    refused++;
                }
            });
        }
    }
}
