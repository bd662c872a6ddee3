package parkgate.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * How many connections there may be, and how many of one address (of one /64 where it is IPv6). One more is closed as it
 * is accepted, before it costs a handshake or a buffer. Sits in the pipeline of the listening socket, which Vert.x does not
 * hand out: the first connection leads there, so the few that come before it are counted and not refused.
 */
@Sharable
public final class ConnectionBound extends ChannelInboundHandlerAdapter {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostOfOne;
    private final Predicate<InetAddress> unbounded;
    private final AtomicBoolean installed = new AtomicBoolean();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final Map<Object, Integer> ofOne = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param unbounded addresses that speak for many: proxies
     */
    public ConnectionBound(int most, int mostOfOne, Predicate<InetAddress> unbounded) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.unbounded = unbounded;
    }

    /** Connections that are open. */
    public int open() {
        return open.size();
    }

    public int most() {
        return most;
    }

    /** Connections that were closed as they came. */
    public long refused() {
        return refused.get();
    }

    /** Counts a connection that Vert.x took, and sees that from now on the listening socket asks first. */
    void watch(Channel connection) {
        count(connection);
        Channel listening = connection.parent();
        if (listening != null && installed.compareAndSet(false, true)) {
            listening.pipeline().addFirst("bound", this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (accepted instanceof Channel connection && !hasRoom(connection)) {
            refused.incrementAndGet();
            connection.unsafe().closeForcibly();
        } else {
            if (accepted instanceof Channel connection) {
                count(connection);
            }
            ctx.fireChannelRead(accepted);
        }
    }

    private boolean hasRoom(Channel connection) {
        if (open.size() >= most) {
            return false;
        }
        return !(connection.remoteAddress() instanceof InetSocketAddress peer)
                || unbounded.test(peer.getAddress())
                || ofOne.getOrDefault(one(peer.getAddress()), 0) < mostOfOne;
    }

    private void count(Channel connection) {
        if (open.add(connection)) {
            Object one = connection.remoteAddress() instanceof InetSocketAddress peer ? one(peer.getAddress()) : "";
            ofOne.merge(one, 1, Integer::sum);
            connection.closeFuture().addListener(closed -> {
                open.remove(connection);
                ofOne.computeIfPresent(one, (x, count) -> count == 1 ? null : count - 1);
            });
        }
    }

    private static Object one(InetAddress address) {
        return address instanceof Inet6Address
                ? ByteBuffer.wrap(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address;
    }
}
