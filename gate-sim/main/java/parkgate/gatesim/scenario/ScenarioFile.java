package parkgate.gatesim.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;

/** Scenario files: JSON, in which comments and a comma too many are allowed and unknown fields are not. */
public final class ScenarioFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ScenarioFile() {}

    /**
     * A scenario by its file, or by the name of one that comes with the simulator.
     *
     * @throws IllegalArgumentException with a line for the user where there is none, or it is not a good one
     */
    public static Scenario find(String nameOrFile) throws IOException {
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return parse(Files.readString(file), nameOrFile);
        }
        try (InputStream built = ScenarioFile.class.getResourceAsStream("/scenarios/" + nameOrFile + ".json")) {
            if (built == null) {
                throw new IllegalArgumentException(
                        nameOrFile + ": no such file, and no scenario of that name comes with the simulator");
            }
            return parse(new String(built.readAllBytes(), StandardCharsets.UTF_8), nameOrFile);
        }
    }

    /**
     * Reads and checks a scenario.
     *
     * @param where for the message
     * @throws IllegalArgumentException with a line for the user
     */
    public static Scenario parse(String text, String where) {
        try {
            Scenario scenario = JSON.readValue(text, Scenario.class);
            ScenarioCheck.check(scenario);
            return scenario;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
