package parkgate.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way of running the service.
 *
 * @param jar another build of it; null: the same
 * @param jvm flags, after those that all have
 * @param training flags of a first start whose end leaves something for the later ones; empty: none is needed
 * @param settings of the service
 * @param instances processes on the same servers, which take the connections in turn
 */
record Variant(
        String name,
        Path java,
        @Nullable Path jar,
        List<String> jvm,
        List<String> training,
        Map<String, String> settings,
        int instances) {
    static final String DEFAULT = "default";

    /** As it comes. */
    static Variant plain(Path java) {
        return new Variant(DEFAULT, java, null, List.of(), List.of(), Map.of(), 1);
    }

    private static Variant jvm(String name, Path java, String... flags) {
        return new Variant(name, java, null, List.of(flags), List.of(), Map.of(), 1);
    }

    private static Variant setting(Path java, String setting, String value) {
        return new Variant(
                setting + " " + value, java, null, List.of(), List.of(), Map.of("PARKGATE_" + setting, value), 1);
    }

    /** Another build, for what has no setting and is not to get one. */
    static Variant build(String name, Path java, Path jar) {
        return new Variant(name, java, jar, List.of(), List.of(), Map.of(), 1);
    }

    /**
     * All that are tried. What only bounds an overload (SCANS_AT_ONCE and the like) is none of them: below as many connections it
     * refuses, above it does nothing.
     *
     * @param archives a folder for what a training leaves
     */
    static List<Variant> all(Path java, @Nullable Path java25, Path archives) {
        List<Variant> all = new ArrayList<>();
        all.add(new Variant("two processes", java, null, List.of(), List.of(), Map.of(), 2));
        all.add(jvm("NIO", java, "-Dio.netty.transport.noNative=true"));
        for (String connections : List.of("1", "16")) {
            all.add(setting(java, "POSTGRES_POOL_SIZE", connections));
        }
        for (String heap : List.of("256m", "1g")) {
            all.add(jvm("heap " + heap, java, "-Xmx" + heap));
        }
        collectors("", java, all::add);
        String shared = archives.resolve("classes.jsa").toString();
        all.add(new Variant(
                "class archive",
                java,
                null,
                List.of("-XX:SharedArchiveFile=" + shared),
                List.of("-XX:ArchiveClassesAtExit=" + shared),
                Map.of(),
                1));
        if (java25 != null) {
            all.add(jvm("25: G1", java25));
            collectors("25: ", java25, all::add);
            all.add(jvm("25: compact object headers", java25, "-XX:+UseCompactObjectHeaders"));
            String cache = archives.resolve("parkgate.aot").toString();
            all.add(new Variant(
                    "25: AOT cache",
                    java25,
                    null,
                    List.of("-XX:AOTCache=" + cache),
                    List.of("-XX:AOTCacheOutput=" + cache),
                    Map.of(),
                    1));
        }
        return all;
    }

    private static void collectors(String before, Path java, Consumer<Variant> to) {
        to.accept(jvm(before + "Parallel", java, "-XX:+UseParallelGC"));
        to.accept(jvm(before + "Serial", java, "-XX:+UseSerialGC"));
        to.accept(jvm(before + "ZGC", java, "-XX:+UseZGC"));
        to.accept(jvm(before + "Shenandoah", java, "-XX:+UseShenandoahGC"));
    }
}
