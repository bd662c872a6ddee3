package parkgate.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parkgate.embedded.ServerPrograms;

/** A wire of the run's network: a port of the loopback interface that leads to another one, and can be disturbed. */
final class Link implements AutoCloseable {
    private static final int CHUNK = 8_192;

    private final String name;
    private final int target;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private volatile boolean refusing;
    private volatile boolean held;
    private volatile boolean answersLost;
    private volatile int delayMs;
    private volatile int bytesPerSecond;
    private volatile boolean closed;

    /** Leads to a port of the loopback interface. */
    Link(String name, int target) throws IOException {
        this.name = name;
        this.target = target;
        this.door = new ServerSocket(ServerPrograms.freePort(), 128, InetAddress.getLoopbackAddress());
        thread("door", this::accept);
    }

    String name() {
        return name;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Ends all connections at once, as a router does that starts anew. */
    void cut() {
        open.forEach(Link::reset);
    }

    /** Ends all connections and takes no new one. */
    void refuse() {
        refusing = true;
        cut();
    }

    /** Nothing arrives any more, on either side, and nobody is told: it comes later. */
    void hold() {
        held = true;
    }

    /** Requests arrive, answers never. */
    void loseAnswers() {
        answersLost = true;
    }

    /** Whatever arrives comes so much later. */
    void delay(int ms) {
        delayMs = ms;
    }

    /** No more than so many bytes a second in each direction of a connection. */
    void throttle(int bytes) {
        bytesPerSecond = bytes;
    }

    /** All is well again; connections that have lost something are ended. */
    void heal() {
        if (answersLost) {
            cut();
        }
        refusing = false;
        held = false;
        answersLost = false;
        delayMs = 0;
        bytesPerSecond = 0;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = door.accept();
                if (refusing) {
                    reset(near);
                    continue;
                }
                join(near);
            } catch (IOException e) {
                if (closed) {
                    return;
                }
            }
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        try {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
        } catch (IOException e) {
            reset(near);
            reset(far);
            return;
        }
        open.add(near);
        open.add(far);
        thread("there", () -> pump(near, far, false));
        thread("back", () -> pump(far, near, true));
    }

    private void pump(Socket from, Socket to, boolean back) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                slow(n);
                if (!(back && answersLost)) {
                    out.write(chunk, 0, n);
                }
            }
            waitWhileHeld();
            from.close();
            to.close();
        } catch (IOException | InterruptedException e) {
            reset(from);
            reset(to);
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void slow(int bytes) throws InterruptedException {
        if (delayMs > 0) {
            Thread.sleep(delayMs);
        }
        int rate = bytesPerSecond;
        if (rate > 0) {
            Thread.sleep(bytes * 1_000L / rate);
        }
        waitWhileHeld();
    }

    private void waitWhileHeld() throws InterruptedException {
        while (held && !closed) {
            Thread.sleep(10);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // it ends below in any case
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that does not close", e);
        }
    }

    private void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "link " + name + ' ' + what);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        door.close();
        cut();
    }
}
