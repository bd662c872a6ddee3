package parkgate.gatesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulator judges the service, so it shares nothing with it: only the lane program reads codes by the service's core. */
class RoomsTest {
    private static final Path SOURCES = Path.of("main", "java");
    private static final Pattern SERVICE = Pattern.compile("\\bparkgate\\.(?!gatesim\\b)([a-z]+)");

    @Test
    void only_the_lane_program_knows_the_services_core_and_nobody_another_room_of_it() throws IOException {
        List<String> wrong = new ArrayList<>();
        int fromCore = 0;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                boolean lane = SOURCES.relativize(file).startsWith(Path.of("parkgate", "gatesim", "lane"));
                Matcher named = SERVICE.matcher(Files.readString(file));
                while (named.find()) {
                    if (lane && named.group(1).equals("core")) {
                        fromCore++;
                    } else {
                        wrong.add(file + ": " + named.group());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(fromCore > 10, "the sources were read");
    }
}
