package parkgate.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a key file again when it is another one than last time. One caller at a time. */
public final class KeyFileReader {
    private final Path file;
    private volatile @Nullable Stamp last;

    /** By what a replaced file is told from the one before: a replacement is another file under the same name. */
    private record Stamp(@Nullable Object file, long size, long modifiedMs) {}

    public KeyFileReader(Path file) {
        this.file = file;
    }

    /**
     * The keys, when the file was changed since this was last asked; empty when it was not. Blocks.
     *
     * @throws KeyFileException when it cannot be used; asked again, it is read again
     */
    public Optional<KeyRing> readIfChanged() throws KeyFileException {
        Stamp now;
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            now = new Stamp(
                    found.fileKey(), found.size(), found.lastModifiedTime().toMillis());
        } catch (IOException e) {
            throw new KeyFileException(
                    "key file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
        if (Objects.equals(now, last)) {
            return Optional.empty();
        }
        KeyRing ring = KeyFile.read(file);
        last = now;
        return Optional.of(ring);
    }

    /** Has the file read again, changed or not. */
    public void forget() {
        last = null;
    }
}
