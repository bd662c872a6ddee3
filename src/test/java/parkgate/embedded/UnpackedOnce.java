package parkgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The servers' executables for the processes of a build: the first that asks unpacks them, the others wait for it. */
public final class UnpackedOnce {
    private UnpackedOnce() {}

    /** Unpacks them into this folder where they are not there yet. */
    public static synchronized Path in(Path folder) {
        try {
            Files.createDirectories(folder);
            try (FileChannel file =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock(); // until it is closed
                Binaries binaries = new Binaries(folder, Platform.current());
                binaries.postgres();
                binaries.redis();
                return folder;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
