package parkgate.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parkgate.load.city.Code;
import parkgate.load.city.LoadCity;
import parkgate.load.stage.StandAlone;

/**
 * From the start of the jar to the first grant, on a data folder that exists, with the embedded servers: what a power cut costs
 * a lot that configures nothing. One driver goes in and out, once each start.
 */
final class FirstScan {
    private final RunOptions options;

    FirstScan(RunOptions options) {
        this.options = options;
    }

    /**
     * What was measured.
     *
     * @param fresh seconds from the start on an empty folder until it is ready
     * @param afterStop seconds from the start to the first grant, where it was stopped before
     * @param afterKill the same where it was killed
     */
    record Times(double fresh, List<Double> afterStop, List<Double> afterKill) {}

    Times measure(Load load, int times) throws IOException {
        Path folder = Files.createTempDirectory("parkgate-first");
        try (StandAlone service = new StandAlone(options.java, options.jar, options.jvm, folder)) {
            long began = System.nanoTime();
            service.start();
            service.awaitReady();
            double fresh = (System.nanoTime() - began) / 1e9;
            LoadCity.Lot lot;
            Code code;
            try (LoadCity city = new LoadCity(load.vertx(), service.port(), service.adminKey(), "first")) {
                lot = load.await(() -> city.lots(1)).get(0);
                code = load.await(() -> city.drivers('S', 1)).get(0);
            }
            String text = code.show(0).text();
            service.awaitGrant(lot.inKey(), text);
            List<Double> afterStop = new ArrayList<>();
            List<Double> afterKill = new ArrayList<>();
            boolean inside = true;
            for (int i = 0; i < 2 * times; i++) {
                boolean kill = i % 2 == 1;
                service.stop(kill);
                long again = System.nanoTime();
                service.start();
                service.awaitGrant(inside ? lot.outKey() : lot.inKey(), text);
                (kill ? afterKill : afterStop).add((System.nanoTime() - again) / 1e9);
                inside = !inside;
            }
            service.stop(false);
            return new Times(fresh, afterStop, afterKill);
        } finally {
            Folders.delete(folder);
        }
    }
}
