package parkgate.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The source of a Redis function library. It is loaded into every primary, and again wherever a call finds it missing: a
 * server that was flushed, replaced or put back in time has lost it.
 *
 * @param source Lua, its first line naming the library
 */
public record FunctionLibrary(String source) {
    /**
     * The library in these files, one after the other: what one declares local, the next ones see.
     *
     * @param resources names on the class path
     * @throws IllegalArgumentException when there is no such resource
     */
    public static FunctionLibrary of(List<String> resources) {
        return new FunctionLibrary(resources.stream().map(FunctionLibrary::read).collect(Collectors.joining("\n")));
    }

    private static String read(String resource) {
        try (InputStream in = FunctionLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no such part of a function library: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
