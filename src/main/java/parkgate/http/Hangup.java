package parkgate.http;

import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends what its other side does not read. A connection's own {@code close}, and with HTTP/1 a response's {@code reset} too, first
 * write what is waiting, and who takes nothing, or a byte now and then, would never let them come to their end.
 */
final class Hangup {
    private Hangup() {}

    /** Closes it now; what was not sent is lost. Call it on the connection's context. */
    static void on(HttpConnection connection) {
        ChannelFuture ignored =
                ((ConnectionBase) connection).channelHandlerContext().close();
    }

    /** Ends the answer to this request now, and with HTTP/1 its connection. Call it on the connection's context. */
    static void on(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            on(request.connection());
        }
    }
}
