package parkgate.gatesim.lane;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.Kid;
import parkgate.gatesim.lane.device.Barrier;
import parkgate.gatesim.lane.device.Command;
import parkgate.gatesim.lane.device.CommandBarrier;
import parkgate.gatesim.lane.device.DeviceFile;
import parkgate.gatesim.lane.device.Display;
import parkgate.gatesim.lane.device.LineBytes;
import parkgate.gatesim.lane.device.Loops;
import parkgate.gatesim.lane.device.RawTerminal;
import parkgate.gatesim.lane.device.UrlBarrier;
import parkgate.gatesim.lane.device.WedgeKeys;
import parkgate.gatesim.lane.line.HttpLine;
import parkgate.gatesim.lane.line.Tls;
import parkgate.gatesim.lane.offline.JdkSignatures;
import parkgate.gatesim.lane.offline.OfflineRules;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The lane controller as a command; exit code 0 when it was stopped, 2 when it could not start. */
@picocli.CommandLine.Command(
        name = "lane",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a lane: reads codes, asks the service, raises the barrier; decides by itself where the service does not"
                    + " answer. docs/lane-controller.md explains it.",
            "The lane's key is read from --key-file, or from the environment's PARKGATE_LANE_KEY."
        })
public final class LaneCommand implements Callable<Integer> {
    private static final String KEY = "PARKGATE_LANE_KEY";

    @Option(names = "--url", required = true, paramLabel = "URL", description = "The service.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--key-file", paramLabel = "FILE", description = "A file with the lane's key, one line.")
    private @Nullable Path keyFile;

    @Option(
            names = "--state",
            defaultValue = "lane-data",
            paramLabel = "FOLDER",
            description = "Where journal, memory and pack are kept (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("lane-data");

    @Option(names = "--lane", paramLabel = "LANE_ID", description = "Takes packs for this lane only.")
    private String laneId = "";

    @Option(
            names = "--direction",
            defaultValue = "ENTRY",
            paramLabel = "ENTRY|EXIT|REVERSIBLE",
            description = "Which way, until a first pack says it (default: ${DEFAULT-VALUE}).")
    private LaneDirection direction = LaneDirection.ENTRY;

    @ArgGroup
    private final Scanner scanner = new Scanner();

    private static final class Scanner {
        @Option(names = "--serial", paramLabel = "DEVICE", description = "Reads codes from a serial line or FIFO.")
        private @Nullable Path serial;

        @Option(
                names = "--wedge",
                paramLabel = "DEVICE",
                description = "Reads codes from a scanner that types (/dev/input/eventN, US layout).")
        private @Nullable Path wedge;
    }

    @Option(names = "--baud", defaultValue = "9600", description = "Of the serial line (default: ${DEFAULT-VALUE}).")
    private int baud = 9600;

    @Option(
            names = "--same-read-ms",
            defaultValue = "3000",
            description = "The same text again within this time is one read (default: ${DEFAULT-VALUE}).")
    private long sameReadMs = 3000;

    @ArgGroup
    private final Opener opener = new Opener();

    private static final class Opener {
        @Option(names = "--open-command", paramLabel = "COMMAND", description = "Raises the barrier: a program.")
        private @Nullable String command;

        @Option(names = "--open-url", paramLabel = "URL", description = "Raises the barrier: an HTTP POST.")
        private @Nullable URI url;
    }

    @Option(names = "--display-command", paramLabel = "COMMAND", description = "Shows two lines (default: printed).")
    private @Nullable String displayCommand;

    @Option(
            names = "--loops",
            paramLabel = "DEVICE",
            description =
                    "Lines LOOP ARMING|CLOSING 0|1|FAULT from a device or FIFO; without it a grant is the passage.")
    private @Nullable Path loops;

    @Option(
            names = "--passback-minutes",
            defaultValue = "60",
            description = "Alone, whom this lane let in within this time counts as inside (default: ${DEFAULT-VALUE}).")
    private long passbackMinutes = 60;

    @Option(
            names = "--pack-key",
            paramLabel = "KID:X",
            description = "The key that signs packs (kid and x as in /v1/keys); left out, pinned at the first start.")
    private @Nullable String packKey;

    @Option(names = "--ca", paramLabel = "FILE", description = "Trusts these certificates (PEM), no others.")
    private @Nullable Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "The lane's own certificate (PEM), with --cert-key.")
    private @Nullable Path certificate;

    @Option(names = "--cert-key", paramLabel = "FILE", description = "Its private key (PKCS#8 in PEM).")
    private @Nullable Path certificateKey;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((certificate == null) != (certificateKey == null)) {
            throw new IllegalArgumentException("--cert and --cert-key go together");
        }
        LaneLog log = new LaneLog(System.err, InstantSource.system());
        JdkSignatures signatures = new JdkSignatures();
        HttpLine line = new HttpLine(url, key(), Tls.of(ca, certificate, certificateKey));
        Disk disk = Disk.open(folder, laneId, signatures, InstantSource.system(), log);
        if (packKey != null) {
            String[] parts = packKey.split(":", 2);
            disk.packs().pin(Map.of(Kid.ofHex(parts[0]), Base64.getUrlDecoder().decode(parts[1])));
        }
        Loops lane = loops == null ? null : new Loops(true);
        LaneProgram program = new LaneProgram(
                disk,
                new LaneProgram.Parts(
                        line,
                        barrier(),
                        new Display(command(displayCommand), System.out, log),
                        lane,
                        sameReadMs,
                        direction,
                        new OfflineRules(signatures, Duration.ofMinutes(passbackMinutes)),
                        "gate-sim lane",
                        new SecureRandom()),
                log);
        Stopping stopping = new Stopping(program);
        Runtime.getRuntime().addShutdownHook(new Thread(stopping, "stop"));
        readDevices(program, lane, log);
        program.run();
        stopping.finished();
        return 0;
    }

    private void readDevices(LaneProgram program, @Nullable Loops lane, LaneLog log) {
        if (lane != null && loops != null) {
            DeviceFile.Bytes lines = DeviceFile.lines(text -> {
                if (!lane.take(text)) {
                    log.accept("--loops: a line that is none of a loop");
                }
            });
            program.start("loop lines", new DeviceFile(loops, new RawTerminal(baud), lines, log));
        }
        if (scanner.serial != null) {
            program.start(
                    "scanner",
                    new DeviceFile(scanner.serial, new RawTerminal(baud), DeviceFile.lines(program::read), log));
        } else if (scanner.wedge != null) {
            program.start("scanner", new DeviceFile(scanner.wedge, device -> {}, WedgeKeys.here(program::read), log));
        } else {
            program.start("scanner", () -> readStandardInput(program, log));
        }
    }

    private static void readStandardInput(LaneProgram program, LaneLog log) {
        LineBytes lines = new LineBytes(text -> {
            try {
                program.readInTurn(text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        byte[] buffer = new byte[4096];
        try (InputStream in = new BufferedInputStream(System.in)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                lines.take(buffer, count);
            }
            lines.end();
        } catch (IOException e) {
            log.accept("standard input: " + e.getMessage());
        }
        try {
            program.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String key() throws IOException {
        String key = keyFile != null
                ? Files.readString(keyFile, StandardCharsets.US_ASCII).strip()
                : String.valueOf(System.getenv().getOrDefault(KEY, ""));
        if (!key.matches("pg_lane_[A-Za-z0-9_-]+")) {
            throw new IOException("no lane key: --key-file FILE or " + KEY + " in the environment");
        }
        return key;
    }

    private Barrier barrier() {
        if (opener.command != null) {
            return new CommandBarrier(Command.arguments(opener.command));
        } else if (opener.url != null) {
            return new UrlBarrier(opener.url);
        }
        return why -> System.out.println("OPEN " + why.get("PARKGATE_DECISION_ID"));
    }

    private static List<String> command(@Nullable String line) {
        return line == null ? List.of() : Command.arguments(line);
    }
}
