package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/DEPENDENCIES.md} against the poms. */
class DependenciesTest {
    private static final Pattern ARTIFACT =
            Pattern.compile("(?s)<dependency>.*?<artifactId>(.*?)</artifactId>.*?</dependency>");

    private static Stream<String> declared(String pom) {
        try {
            String text = Files.readString(Path.of("..", pom))
                    .replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>", "");
            return ARTIFACT.matcher(text).results().map(each -> each.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_dependency_has_its_reason_on_the_page() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "DEPENDENCIES.md"));
        List<String> all = Stream.of("pom.xml", "src/pom.xml", "gate-sim/pom.xml", "load-tests/pom.xml")
                .flatMap(DependenciesTest::declared)
                .filter(artifact -> !Set.of("parkgate", "gate-sim").contains(artifact)) // our own
                .distinct()
                .toList();
        assertTrue(all.size() > 20, () -> "the poms were not understood: " + all);
        assertEquals(
                List.of(),
                all.stream()
                        .filter(artifact -> !page.contains('`' + artifact + '`'))
                        .toList());
    }
}
