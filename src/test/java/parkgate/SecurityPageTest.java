package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/SECURITY.md}: what it says is shown by a test, a test shows. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("..", "docs", "SECURITY.md");

    @Test
    void every_test_that_the_page_names_is_there() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("test", "java"))) {
            there = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> named = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(each -> each.group(1))
                .distinct()
                .toList();
        assertTrue(named.size() > 30, "the page was not understood");
        assertEquals(
                List.of(), named.stream().filter(name -> !there.contains(name)).toList());
    }

    @Test
    void every_page_that_it_links_is_there() throws IOException {
        List<String> linked = Pattern.compile("\\]\\(([^)#:]+)\\)")
                .matcher(Files.readString(PAGE))
                .results()
                .map(each -> each.group(1))
                .toList();
        assertTrue(linked.size() > 4, "the page was not understood");
        assertEquals(
                List.of(),
                linked.stream()
                        .filter(page -> !Files.exists(PAGE.resolveSibling(page)))
                        .toList());
    }
}
