package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import parkgate.config.OwnerOnlyFile;

/** Makes the demonstration city where it is wanted, and has fresh lines for it at each start. */
public final class Demo {
    private final Vertx vertx;
    private final URI door;
    private final String adminKey;
    private final Path folder;
    private final InstantSource clock;
    private final Supplier<UUID> scanIds;
    private final RandomGenerator random;

    /**
     * @param door where this instance listens, such as {@code http://127.0.0.1:8080}
     * @param folder for the lanes' keys, people's passwords and the printed code
     * @param scanIds fresh ones
     * @param random one that nobody can foresee
     */
    public Demo(
            Vertx vertx,
            URI door,
            String adminKey,
            Path folder,
            InstantSource clock,
            Supplier<UUID> scanIds,
            RandomGenerator random) {
        this.vertx = vertx;
        this.door = door;
        this.adminKey = adminKey;
        this.folder = folder;
        this.clock = clock;
        this.scanIds = scanIds;
        this.random = random;
    }

    /**
     * The lines to print, once the door is open; empty when there is no demonstration city. They lead through the
     * emptiest of its lots, with drivers of their own; what to open in a browser stands last, where it stays in view.
     *
     * @param wanted true: makes the city where it is missing. What is missing of one that is there is made in any case
     */
    public Future<Optional<String>> lines(boolean wanted) {
        OwnApi api = new OwnApi(vertx, door);
        DemoMaker maker = new DemoMaker(api, adminKey);
        return maker.isThere()
                .compose(there -> there || wanted
                        ? maker.make().compose(x -> text(api, maker)).map(Optional::of)
                        : Future.succeededFuture(Optional.<String>empty()))
                .eventually(api::close);
    }

    private Future<String> text(OwnApi api, DemoMaker maker) {
        DemoPeople people = new DemoPeople(vertx, api, adminKey, folder, random);
        LaneKeys keys = new LaneKeys(vertx, api, adminKey, folder);
        return emptiest(maker).compose(found -> {
            Future<Path> entryKey = keys.fileOf(found.lot().entry());
            Future<Path> exitKey = keys.fileOf(found.lot().exit());
            Future<JsonObject> driver = maker.driver(clock.instant());
            Future<Path> picture = driver.compose(issued -> picture(api, issued));
            Future<JsonObject> phone = maker.driverWithPhone(clock.instant());
            Future<DemoPeople.Account> operator = people.operator();
            Future<PageLinks> links = Future.all(entryKey.compose(keys::in), exitKey.compose(keys::in), phone, operator)
                    .map(all -> new PageLinks(
                            door,
                            found.lot(),
                            phone.result().getString("claimUrl"),
                            all.resultAt(0),
                            all.resultAt(1),
                            operator.result()));
            return Future.all(links, driver, picture, people.attendant())
                    .map(all -> new Drive(
                                            door,
                                            found.lot(),
                                            entryKey.result(),
                                            exitKey.result(),
                                            driver.result().getString("code"),
                                            picture.result(),
                                            found.cars(),
                                            scanIds.get(),
                                            scanIds.get())
                                    .text()
                            + all.<String>resultAt(3)
                            + links.result().text());
        });
    }

    private record Counted(DemoCity.Lot lot, int cars) {}

    private static Future<Counted> emptiest(DemoMaker maker) {
        List<Future<Counted>> counting = new ArrayList<>();
        DemoCity.LOTS.forEach(lot -> counting.add(maker.count(lot).map(cars -> new Counted(lot, cars))));
        return Future.all(counting).map(all -> {
            Counted best = counting.get(0).result();
            for (Future<Counted> one : counting) {
                best = one.result().cars() < best.cars() ? one.result() : best;
            }
            return best;
        });
    }

    private Future<Path> picture(OwnApi api, JsonObject driver) {
        Path file = folder.resolve("driver.png");
        return api.get(adminKey, "/v1/credentials/" + driver.getString("credentialId") + "/qr.png?size=600")
                .compose(answer -> vertx.executeBlocking(() -> {
                    OwnerOnlyFile.write(file, answer.body().getBytes());
                    return file;
                }));
    }
}
