package parkgate.load.flat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What cities run on, and how they are driven.
 *
 * @param redisUri a Redis that exists; null: each city has its own embedded one
 * @param codeClass of all codes: S, T or D
 * @param connections of the load
 */
public record Means(
        Path java, Path jar, List<String> jvm, @Nullable String redisUri, char codeClass, int connections, long seed) {}
