package parkgate.load.wire;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A lane's connection: one request at a time, and the next one on the same socket. Used on one context only. */
public final class Connection {
    private final NetSocket socket;
    private final ReplyParser parser = new ReplyParser();
    private @Nullable Handler<Reply> waiting;
    private boolean ended;

    private Connection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::arrived);
        socket.closeHandler(x -> end());
        socket.exceptionHandler(e -> socket.close());
    }

    public static Future<Connection> open(NetClient client, SocketAddress to) {
        return client.connect(to).map(Connection::new);
    }

    /**
     * Sends one request; its answer comes once, {@link Reply#NOTHING} where the connection ends before it.
     *
     * @throws IllegalStateException while another is under way
     */
    public void send(Buffer request, Handler<Reply> answer) {
        if (waiting != null) {
            throw new IllegalStateException("one request at a time");
        }
        if (ended) {
            answer.handle(Reply.NONE);
            return;
        }
        waiting = answer;
        socket.write(request);
    }

    /** False once the other side has ended it. */
    public boolean isOpen() {
        return !ended;
    }

    public void close() {
        socket.close();
    }

    /**
     * Waits no longer for what is under way: it is told {@link Reply#NOTHING} before this returns, and the connection, where its
     * answer could still come, is ended. Without anything under way nothing happens.
     */
    public void giveUp() {
        if (waiting != null) {
            end();
            socket.close();
        }
    }

    private void arrived(Buffer bytes) {
        if (ended) {
            return;
        }
        Reply reply;
        try {
            reply = parser.next(bytes.getBytes());
        } catch (IllegalArgumentException e) {
            socket.close();
            return;
        }
        if (reply != null) {
            tell(reply);
        }
    }

    private void end() {
        ended = true;
        tell(Reply.NONE);
    }

    private void tell(Reply reply) {
        Handler<Reply> told = waiting;
        waiting = null;
        if (told != null) {
            told.handle(reply);
        }
    }
}
