package parkgate.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The source of a Redis function library. It is loaded into every primary, and again wherever a call finds it missing: a
 * server that was flushed, replaced or put back in time has lost it.
 *
 * @param source Lua, its first line naming the library
 */
public record FunctionLibrary(String source) {
    /**
     * The library in a file of its own.
     *
     * @param resource name on the class path
     * @throws IllegalArgumentException when there is no such resource
     */
    public static FunctionLibrary load(String resource) {
        try (InputStream in = FunctionLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no such function library: " + resource);
            }
            return new FunctionLibrary(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
