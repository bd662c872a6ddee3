package parkgate.load.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * An open stream of server-sent events (WHATWG HTML, 9.2) whose messages are counted and not kept: what ends with an empty
 * line, signs of life among them. Used on one context only.
 */
public final class Listening {
    private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

    private final NetSocket socket;
    private final Promise<Listening> begun = Promise.promise();
    private byte last;
    private long messages;
    private boolean open = true;

    private Listening(NetSocket socket) {
        this.socket = socket;
    }

    /** Opens one; fails where it is not answered with status 200. */
    public static Future<Listening> open(NetClient client, SocketAddress to, String path, String host, String key) {
        return client.connect(to).compose(socket -> {
            Listening listening = new Listening(socket);
            socket.handler(listening::arrived);
            socket.closeHandler(x -> listening.end());
            socket.exceptionHandler(e -> socket.close());
            socket.write("GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nauthorization: Bearer " + key
                    + "\r\naccept: text/event-stream\r\n\r\n");
            return listening.begun.future();
        });
    }

    private void arrived(Buffer bytes) {
        byte[] text = bytes.getBytes();
        if (!begun.future().isComplete()) {
            for (int i = 0; i < OK.length; i++) {
                if (i >= text.length || text[i] != OK[i]) {
                    begun.fail("no stream was opened: " + new String(text, StandardCharsets.US_ASCII));
                    socket.close();
                    return;
                }
            }
            begun.complete(this);
        }
        for (byte b : text) {
            if (b == '\n' && last == '\n') {
                messages++;
            }
            last = b;
        }
    }

    private void end() {
        open = false;
        begun.tryFail("the connection was ended");
    }

    /** How many came so far. */
    public long messages() {
        return messages;
    }

    /** False once the other side, or {@link #close}, has ended it. */
    public boolean isOpen() {
        return open;
    }

    public void close() {
        socket.close();
    }
}
