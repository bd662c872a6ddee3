package parkgate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code docs/protocol/fence_model.py}: the rules keep the promises, and each one left out breaks one. */
class FenceModelIT {
    private static final Path MODEL = Path.of("..", "docs", "protocol", "fence_model.py");

    @BeforeAll
    static void python_is_there() {
        boolean found = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        if (!found) {
            System.err.println("NOT RUN: the protocol's model, since there is no python3 on the PATH");
            Assumptions.abort("no python3 on the PATH");
        }
    }

    @Test
    void no_walk_breaks_a_promise() throws Exception {
        Run run = walk("2000");
        assertEquals(0, run.exit(), run.said());
        assertTrue(run.said().contains("0 of 2000 runs broke a promise"), run.said());
    }

    /** The rules that need more walks than a build has time for stand in docs/protocol/README.md. */
    @ParameterizedTest
    @CsvSource({
        "noepoch, 50",
        "norun, 50",
        "nomark, 50",
        "noprefix, 292",
        "nogap, 50",
        "noanswer, 50",
        "noconfirm, 188",
        "noonce, 472",
        "norecent, 692",
        "noalias, 900",
        "nojoin, 50",
        "nosplit, 50",
        "nolotbylot, 688",
        "noguard, 50",
        "noguardback, 50",
        "norestore, 544",
        "noowner, 972"
    })
    void a_rule_left_out_breaks_a_promise(String bug, String runs) throws Exception {
        Run run = walk(runs, bug);
        assertEquals(1, run.exit(), run.said());
        assertTrue(run.said().contains("caught " + bug), run.said());
    }

    private record Run(int exit, String said) {}

    private static Run walk(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", MODEL.toString()));
        command.addAll(List.of(arguments));
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(python.waitFor(), said);
    }
}
