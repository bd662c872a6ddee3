package parkgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Dockerfile and compose.yaml tell the service, as the service reads it. */
class PackagedSettingsTest {
    private static final Pattern SECRET = Pattern.compile("\\$\\{([A-Z_]+)([^}]*)}");

    private static String compose() throws Exception {
        return Files.readString(Path.of("..", "compose.yaml"));
    }

    /** The service's environment, every secret being {@code value}. */
    private static Map<String, String> environment(String value) throws Exception {
        String filled = SECRET.matcher(compose()).replaceAll(Matcher.quoteReplacement(value));
        Map<String, Map<String, Map<String, Map<String, Object>>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(filled);
        return file.get("services").get("parkgate").get("environment").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().toString()));
    }

    @Test
    void the_compose_file_gives_settings_that_the_service_takes() throws Exception {
        Settings settings = Settings.read(List.of(), environment("Ab-_9".repeat(8)));
        assertTrue(settings.postgresUri().isPresent() && settings.redisUri().isPresent());
        assertTrue(settings.adminKey().isPresent());
    }

    @Test
    void no_secret_of_the_compose_file_has_a_default() throws Exception {
        Matcher secret = SECRET.matcher(compose());
        int found = 0;
        while (secret.find()) {
            found++;
            assertTrue(secret.group(2).startsWith(":?"), secret::group);
        }
        assertTrue(found >= 3, "three secrets at least");
        assertFalse(compose().contains("trust"), "PostgreSQL asks for a password");
    }

    @Test
    void the_image_starts_the_jar_that_the_build_makes_with_settings_that_exist() throws Exception {
        String file = Files.readString(Path.of("..", "Dockerfile"));
        assertTrue(file.contains("/src/target/parkgate.jar /parkgate.jar"), file);
        assertTrue(
                Files.readString(Path.of("pom.xml")).contains("<outputFile>${project.build.directory}/parkgate.jar<"));
        Map<String, String> environment = Pattern.compile("(PARKGATE_[A-Z_]+)=(\\S+)")
                .matcher(file)
                .results()
                .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2)));
        assertEquals("0.0.0.0", Settings.read(List.of(), environment).httpHost());
        assertTrue(file.contains("USER 10001:10001"), "not as root");
    }
}
