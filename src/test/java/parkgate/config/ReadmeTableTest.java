package parkgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTableTest {
    @Test
    void the_readme_lists_the_settings_as_they_are() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> settings = Arrays.stream(Setting.values())
                .map(each -> "| `" + each.name() + "` | "
                        + (each.shownDefault().isEmpty() ? "" : '`' + each.shownDefault() + "` ") + "| "
                        + each.meaning() + " |")
                .toList();
        assertEquals(String.join("\n", settings), String.join("\n", rows));
    }
}
