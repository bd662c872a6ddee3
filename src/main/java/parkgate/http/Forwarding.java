package parkgate.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.config.Networks;

/**
 * Who a request comes from and whether it was encrypted on its way: from the connection, or, where that is one of the
 * trusted proxies, from its {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. The list of addresses is read from its
 * end, which the nearest proxy wrote, to the first that is no trusted proxy; what stands before that anybody may have
 * written. {@code Forwarded} (RFC 7239) is not read: a proxy that writes the one header passes the other on as sent.
 */
final class Forwarding {
    /** Nobody is trusted. */
    static final Forwarding DIRECT = new Forwarding(Networks.NONE);

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String UNKNOWN = "unknown";

    /** Proxies in a row; what is farther away is not looked at. */
    private static final int MAX_HOPS = 16;

    private final Networks trusted;

    Forwarding(Networks trusted) {
        this.trusted = trusted;
    }

    /** The client's address as text; the nearest one that is known where a proxy wrote something else. */
    String client(HttpServerRequest request) {
        InetAddress known = peer(request);
        if (known == null) {
            return UNKNOWN;
        }
        if (!trusted.isEmpty()) {
            List<String> lines = request.headers().getAll(FOR);
            String[] hops = String.join(",", lines).split(",", -1);
            for (int i = hops.length - 1; i >= 0 && i >= hops.length - MAX_HOPS && trusted.contains(known); i--) {
                InetAddress before = address(hops[i].strip());
                if (before == null) {
                    break;
                }
                known = before;
            }
        }
        return known.getHostAddress();
    }

    /** Whether nobody on the way could read it, as far as the trusted proxies say. */
    boolean isSecure(HttpServerRequest request) {
        // Of the connection: vertx-web's request would look for headers of proxies that nobody said to trust.
        if (request.connection().isSsl()) {
            return true;
        }
        InetAddress peer = trusted.isEmpty() ? null : peer(request);
        return peer != null && trusted.contains(peer) && "https".equalsIgnoreCase(request.getHeader(PROTO));
    }

    private static @Nullable InetAddress peer(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return peer == null || peer.hostAddress() == null ? null : address(peer.hostAddress());
    }

    /** An address, with or without a port; null for anything else. No name is looked up. */
    private static @Nullable InetAddress address(String text) {
        String host = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            host = end < 0 ? text : text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            return null;
        }
    }
}
