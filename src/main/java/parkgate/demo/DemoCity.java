package parkgate.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the demonstration city is made of: two districts, three lots of three operators, four permit holders. */
final class DemoCity {
    static final String ID = "demo";

    static final List<Lot> LOTS = List.of(
            new Lot("demo-quay", "demo-riverside", "Quay", "demo-harbour", 40, false, 31.2421, 121.4886),
            new Lot("demo-market", "demo-riverside", "Market Hall", "demo-traders", 25, true, 31.2352, 121.4809),
            new Lot("demo-summit", "demo-hill", "Summit", "demo-lifts", 60, false, 31.0961, 121.1927));

    private static final JsonArray NIGHTS = new JsonArray()
            .add(new JsonObject()
                    .put("days", new JsonArray(List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")))
                    .put("from", "18:00")
                    .put("to", "08:00"));

    static final List<Holder> HOLDERS = List.of(
            new Holder("demo-everywhere", ID, "PERMIT", new JsonArray()),
            new Holder("demo-by-the-river", "demo-riverside", "PERMIT", new JsonArray()),
            new Holder("demo-at-night", "demo-quay", "PERMIT", NIGHTS),
            new Holder("demo-guest", "demo-summit", "VISITOR", new JsonArray()));

    private DemoCity() {}

    /** A lot with one lane in and one out. */
    record Lot(
            String id,
            String district,
            String name,
            String operator,
            int capacity,
            boolean admitTransients,
            double latitude,
            double longitude) {
        Lane entry() {
            return new Lane(id + "-in", id, "ENTRY");
        }

        Lane exit() {
            return new Lane(id + "-out", id, "EXIT");
        }
    }

    record Lane(String id, String lotId, String direction) {
        String path() {
            return "/v1/places/" + lotId + "/lanes/" + id;
        }
    }

    /** Somebody with a printed code, and where it counts. */
    record Holder(String ref, String placeId, String type, JsonArray recurring) {}

    /**
     * A thing to put, parents before what lies in them.
     *
     * @param probe what answers 404 while it is not there
     */
    record Put(String path, String probe, JsonObject body) {}

    static List<Put> districts() {
        return List.of(
                place(
                        ID,
                        new JsonObject()
                                .put("type", "CITY")
                                .put("name", "Demonstration City")
                                .put("timeZone", "Asia/Shanghai")
                                .put("public", true)),
                district("demo-riverside", "Riverside"),
                district("demo-hill", "Hill"));
    }

    private static Put district(String id, String name) {
        return place(
                id,
                new JsonObject()
                        .put("type", "DISTRICT")
                        .put("parentId", ID)
                        .put("name", name)
                        .put("public", true));
    }

    static List<Put> of(Lot lot) {
        return List.of(
                place(
                        lot.id(),
                        new JsonObject()
                                .put("type", "LOT")
                                .put("parentId", lot.district())
                                .put("name", lot.name())
                                .put("operatorId", lot.operator())
                                .put("capacity", lot.capacity())
                                .put("admitTransients", lot.admitTransients())
                                .put(
                                        "location",
                                        new JsonObject()
                                                .put("latitude", lot.latitude())
                                                .put("longitude", lot.longitude()))
                                .put("public", true)),
                lane(lot.entry()),
                lane(lot.exit()));
    }

    private static Put place(String id, JsonObject body) {
        String path = "/v1/places/" + id;
        return new Put(path, path, body);
    }

    private static Put lane(Lane lane) {
        return new Put(lane.path(), lane.path() + "/keys", new JsonObject().put("direction", lane.direction()));
    }
}
