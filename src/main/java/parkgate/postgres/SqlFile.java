package parkgate.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A statement in a file of its own, {@code sql/<feature>/<name>.sql} on the class path. Its header, lines of {@code --} at
 * the top, names each argument {@code $1 …} and each column of the result, and is not sent.
 */
public final class SqlFile {
    private SqlFile() {}

    /**
     * Reads a statement, once, when the class that runs it is loaded.
     *
     * @param name such as {@code place/put.sql}
     * @throws IllegalArgumentException when there is no such file: a mistake in the program
     */
    public static String load(String name) {
        try (InputStream in = SqlFile.class.getResourceAsStream("/sql/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no statement file sql/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .dropWhile(line -> line.startsWith("--") || line.isBlank())
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
