package parkgate.signing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Test vectors of others. They lie beside the repository, not in it. */
public final class SharedVectors {
    private SharedVectors() {}

    /** A file of {@code shared/vectors}; where no folder above has that, the test is skipped and a line says so. */
    public static JsonObject json(String file) {
        return new JsonObject(text(file));
    }

    /** The same, as it stands. */
    public static String text(String file) {
        Path path = folder().resolve(file);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path vectors = at.resolve("shared/vectors");
            if (Files.isDirectory(vectors)) {
                return vectors;
            }
        }
        System.err.println("NOT RUN: vectors of others, since no folder above has shared/vectors");
        return Assumptions.abort("no shared/vectors in any folder above");
    }
}
