package parkgate.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded servers' executables: a data folder unpacks its own, which takes seconds. A build that makes many such folders
 * names one place for all in the system property {@value #PLACE}.
 */
final class Executables {
    private static final String PLACE = "load.executables";

    private Executables() {}

    /** This data folder, with a link to the place where one is named. */
    static Path linked(Path dataFolder) {
        @Nullable String place = System.getProperty(PLACE);
        Path link = dataFolder.resolve("bin");
        if (place != null && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectories(dataFolder);
                Files.createSymbolicLink(
                        link, Files.createDirectories(Path.of(place)).toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return dataFolder;
    }
}
