package parkgate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every command that one Redis executes, in order, from when it is made: Redis's own MONITOR. */
final class Tape implements AutoCloseable {
    private final Socket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Tape(String redisUri) {
        URI uri = URI.create(redisUri);
        try {
            socket = new Socket(uri.getHost(), uri.getPort());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String password = uri.getUserInfo().substring(1); // ":password"
            say("AUTH " + password);
            in.readLine();
            say("MONITOR");
            in.readLine();
            reader = new Thread(() -> record(in), "tape");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("the end");
        }
    }

    private void say(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Commands sent by clients in which this stands; what a function calls itself is not among them. */
    List<String> with(String text) {
        return lines.stream()
                .filter(line -> line.contains(text) && !line.contains(" lua]"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
