package parkgate.load.city;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A city for a load: lots without a limit, each with a lane in and a lane out that have no loop (a grant is the passage),
 * and drivers with a right to all of it.
 */
public final class LoadCity implements AutoCloseable {
    private static final int PHONES = 16;

    private final Office office;
    private final String name;

    /**
     * A city of this name, in an empty or another city's service.
     *
     * @param name the beginning of its ids, {@code [A-Za-z0-9]}
     */
    public LoadCity(Vertx vertx, int port, String adminKey, String name) {
        this.office = new Office(vertx, port, adminKey);
        this.name = name;
    }

    /** A lot's two lanes, each with its key. */
    public record Lot(String lotId, String inKey, String outKey) {}

    /** The city with so many lots. */
    public Future<List<Lot>> lots(int count) {
        return office.put("/v1/places/" + name, place("CITY", null).put("timeZone", "Asia/Shanghai"))
                .compose(x -> office.put("/v1/places/" + name + "-d", place("DISTRICT", name)))
                .compose(x -> office.each(IntStream.range(0, count).boxed().toList(), this::lot));
    }

    private Future<Lot> lot(int number) {
        String lotId = name + "-" + number;
        return office.put("/v1/places/" + lotId, place("LOT", name + "-d").put("operatorId", "load"))
                .compose(x -> lane(lotId, "ENTRY"))
                .compose(in -> lane(lotId, "EXIT").map(out -> new Lot(lotId, in, out)));
    }

    private JsonObject place(String type, @Nullable String parent) {
        JsonObject place = new JsonObject().put("type", type).put("name", "Load");
        return parent == null ? place : place.put("parentId", parent);
    }

    private Future<String> lane(String lotId, String direction) {
        String laneId = lotId + "-" + direction;
        String path = "/v1/places/" + lotId + "/lanes/" + laneId;
        return office.put(path, new JsonObject().put("direction", direction).put("confirmPassage", false))
                .compose(x -> office.post(path + "/keys", new JsonObject()))
                .map(made -> made.getString("key"));
    }

    /** So many drivers with a code of this class (S, T or D) and a right to the whole city. */
    public Future<List<Code>> drivers(char codeClass, int count) {
        List<Phone> phones =
                IntStream.range(0, PHONES).mapToObj(i -> new Phone()).toList();
        return office.each(IntStream.range(0, count).boxed().toList(), i -> driver(codeClass, phones.get(i % PHONES)));
    }

    private Future<Code> driver(char codeClass, Phone phone) {
        String type = codeClass == 'S' ? "QR_PRINTED" : codeClass == 'T' ? "QR_TOTP" : "QR_DYNAMIC";
        return office.post("/v1/credentials", new JsonObject().put("type", type).put("holderRef", "load"))
                .compose(issued -> office.post(
                                "/v1/rights",
                                new JsonObject()
                                        .put("credentialId", issued.getString("credentialId"))
                                        .put("placeId", name)
                                        .put("type", "PERMIT"))
                        .compose(x -> code(issued, codeClass, phone)));
    }

    private Future<Code> code(JsonObject issued, char codeClass, Phone phone) {
        String id = issued.getString("credentialId");
        if (codeClass == 'S') {
            return Future.succeededFuture(new Code.Paper(id, issued.getString("code")));
        } else if (codeClass == 'T') {
            byte[] key = HexFormat.of().parseHex(issued.getString("totpKey"));
            return Future.succeededFuture(new Code.Wallet(id, issued.getString("code"), key));
        }
        return office.post("/v1/devices/claim", phone.claim(issued.getString("claimToken")))
                .map(claimed -> new Code.Device(id, claimed.getString("code"), phone));
    }

    @Override
    public void close() {
        office.close();
    }
}
