package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/decisions}: each record is dated, and found from the index. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("..", "docs", "decisions");
    private static final Pattern DATED = Pattern.compile("# .+\\n\\n20\\d\\d-\\d\\d-\\d\\d\\b(?s).*");

    private static List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    @Test
    void every_record_has_a_title_and_a_date() throws IOException {
        assertTrue(records().size() > 10, "the folder was not found");
        for (Path each : records()) {
            assertTrue(DATED.matcher(Files.readString(each)).matches(), each.toString());
        }
    }

    @Test
    void the_index_names_every_record_and_no_other() throws IOException {
        List<String> named = Pattern.compile("\\]\\(([a-z-]+\\.md)\\) \\|")
                .matcher(Files.readString(FOLDER.resolve("README.md")))
                .results()
                .map(each -> each.group(1))
                .sorted()
                .toList();
        assertEquals(
                records().stream().map(each -> each.getFileName().toString()).toList(), named);
    }
}
