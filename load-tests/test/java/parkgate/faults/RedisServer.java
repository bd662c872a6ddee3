package parkgate.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parkgate.embedded.ServerPrograms;

/** A Redis of the run, alone or a node of its cluster: every write on disk before it is answered. */
final class RedisServer extends Proc {
    static final String PASSWORD = "faults";

    private final ServerPrograms programs;
    private final Path folder;
    private final Path disk;
    private final boolean cluster;
    private final int port;
    private int announcedPort;

    /**
     * @param folder for its configuration and log
     * @param disk its data's parent
     */
    RedisServer(ServerPrograms programs, String name, Path folder, Path disk, boolean cluster) {
        super(name);
        this.programs = programs;
        this.folder = folder;
        this.disk = disk;
        this.cluster = cluster;
        this.port = cluster ? ServerPrograms.freeNodePort() : ServerPrograms.freePort();
        this.announcedPort = port;
    }

    int port() {
        return port;
    }

    /** The port that the cluster tells its clients: that of the link before this node. */
    void announce(int linkPort) {
        announcedPort = linkPort;
    }

    @Override
    Process launch() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + PASSWORD,
                "masterauth " + PASSWORD,
                "dir \"" + Files.createDirectories(disk.resolve("data")) + "\"",
                "appendonly yes",
                "appendfsync always",
                "auto-aof-rewrite-percentage 100",
                "auto-aof-rewrite-min-size 24mb",
                "save \"\"",
                "maxmemory 256mb",
                "maxmemory-policy noeviction",
                "set-proc-title no",
                "repl-diskless-sync-delay 0",
                "always-show-logo no"));
        if (cluster) {
            lines.addAll(List.of(
                    "cluster-enabled yes",
                    "cluster-node-timeout 3000",
                    "cluster-allow-replica-migration no",
                    "cluster-require-full-coverage no",
                    "cluster-announce-ip 127.0.0.1",
                    "cluster-announce-port " + announcedPort,
                    "cluster-announce-bus-port " + (port + 10_000)));
        }
        Path file = folder.resolve("redis.conf");
        Files.write(file, lines);
        return spawn(
                List.of(programs.redis().toString(), file.toString()), folder, folder.resolve("redis.log"), Map.of());
    }

    @Override
    boolean isReady() {
        return "+OK".equals(ask("AUTH", PASSWORD, "PING"));
    }

    /** Two commands on a connection of their own, the first line of the second one's answer; null when there is none. */
    private String ask(String first, String argument, String second) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1_000);
            socket.getOutputStream()
                    .write((first + " " + argument + "\r\n" + second + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            String auth = line(in);
            // While it loads its file it says LOADING.
            return line(in).equals("+PONG") ? auth : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    static String uri(int throughPort) {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + throughPort;
    }

    /** Copies its append-only file aside; false when a rewrite came between. */
    boolean copyAside() throws IOException {
        Path from = disk.resolve("data").resolve("appendonlydir");
        Path to = folder.resolve("aside");
        RunFolder.delete(to);
        try {
            List<Path> before = names(from);
            Files.createDirectories(to);
            for (Path each : before) {
                Files.copy(each, to.resolve(each.getFileName()));
            }
            return before.equals(names(from));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Puts the copy in the place of what the killed server left. */
    void putBack() throws IOException {
        Path to = disk.resolve("data").resolve("appendonlydir");
        RunFolder.delete(to);
        Files.createDirectories(to);
        for (Path each : names(folder.resolve("aside"))) {
            Files.copy(each, to.resolve(each.getFileName()));
        }
    }
}
