package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Files that a failing disk has spoilt: said, and then as if they were not there. A lane that would not start for one would
 * let nobody out any more.
 */
final class Spoilt {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Spoilt() {}

    /**
     * The JSON of a file; a missing node where it holds none.
     *
     * @throws IOException where the disk does not let it be read
     */
    static JsonNode readTree(Path file, Consumer<String> complaints) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException noJson) {
            // Said below.
        }
        complain(file, complaints);
        return MissingNode.getInstance();
    }

    static void complain(Path file, Consumer<String> complaints) {
        complaints.accept(file.getFileName() + ": cannot be understood, and counts as gone: is the disk failing?");
    }
}
