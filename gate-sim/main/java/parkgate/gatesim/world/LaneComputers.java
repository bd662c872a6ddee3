package parkgate.gatesim.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import parkgate.gatesim.lane.line.HttpLine;

/** The computers of all lanes of a run, with a folder each, which is gone after the run. */
final class LaneComputers implements AutoCloseable {
    private final URI service;
    private final ExecutorService beside;
    private final boolean decideAlone;
    private final Path folder;
    private final List<LaneComputer> all = new ArrayList<>();

    LaneComputers(URI service, ExecutorService beside, boolean decideAlone) {
        this.service = service;
        this.beside = beside;
        this.decideAlone = decideAlone;
        try {
            this.folder = Files.createTempDirectory("gate-sim-lanes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LaneComputer start(String laneId, String key) {
        UnsteadyLine line = new UnsteadyLine(new HttpLine(service, key, null), beside);
        LaneComputer computer = new LaneComputer(folder.resolve(laneId), line, decideAlone);
        all.add(computer);
        return computer;
    }

    List<LaneComputer> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all.forEach(LaneComputer::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
