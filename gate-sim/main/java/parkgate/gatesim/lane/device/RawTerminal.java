package parkgate.gatesim.lane.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sets a serial line raw, at its speed, by stty; what is no character device (a FIFO in a trial) is left alone. */
public record RawTerminal(int baud) implements DeviceFile.Opening {
    private static final Duration WITHIN = Duration.ofSeconds(3);

    @Override
    public void before(Path device) throws IOException {
        if (Files.isRegularFile(device) || isFifo(device)) {
            return;
        }
        int exit = Command.run(
                List.of("stty", "-F", device.toString(), Integer.toString(baud), "raw", "-echo", "cs8", "-cstopb"),
                Map.of(),
                WITHIN);
        if (exit != 0) {
            throw new IOException("stty ended with " + exit);
        }
    }

    private static boolean isFifo(Path device) throws IOException {
        // Neither a file, a folder nor a link: a device or a FIFO. Only a device has a number of its own.
        Object number = Files.getAttribute(device, "unix:rdev");
        return number instanceof Long id && id == 0;
    }
}
