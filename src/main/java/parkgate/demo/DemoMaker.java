package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Makes the demonstration city, and what is still missing of it when a start before was cut off. */
final class DemoMaker {
    /** For how long the driver of the printed lines may park. */
    private static final Duration DRIVER_VALIDITY = Duration.ofDays(30);

    private static final String PRINTED = "QR_PRINTED";
    private static final String DRIVER = "demo-driver";
    private static final int NOT_FOUND = 404;

    private final OwnApi api;
    private final String adminKey;

    DemoMaker(OwnApi api, String adminKey) {
        this.api = api;
        this.adminKey = adminKey;
    }

    /** True when a start before made the city, or began to. */
    Future<Boolean> isThere() {
        return api.get(adminKey, "/v1/places/" + DemoCity.ID).map(answer -> answer.status() != NOT_FOUND);
    }

    /** Makes what is not there; what is there stays as its operators have set it since. */
    Future<Void> make() {
        return each(DemoCity.districts(), this::putOnce)
                .compose(x -> each(DemoCity.LOTS, lot -> each(DemoCity.of(lot), this::putOnce)))
                .compose(x -> each(DemoCity.HOLDERS, this::equip));
    }

    private static <T> Future<Void> each(List<T> all, Function<T, Future<Void>> make) {
        Future<Void> made = Future.succeededFuture();
        for (T one : all) {
            made = made.compose(x -> make.apply(one));
        }
        return made;
    }

    private Future<Void> putOnce(DemoCity.Put put) {
        return api.get(adminKey, put.probe())
                .compose(answer -> answer.status() == NOT_FOUND
                        ? api.done(adminKey, HttpMethod.PUT, put.path(), put.body())
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    /** A printed code for whoever has none yet, and its right. */
    private Future<Void> equip(DemoCity.Holder holder) {
        return api.done(adminKey, HttpMethod.GET, "/v1/credentials?holderRef=" + holder.ref(), new JsonObject())
                .compose(found -> found.getJsonArray("items").isEmpty()
                        ? issue(PRINTED, new JsonObject().put("holderRef", holder.ref()))
                        : Future.succeededFuture(found.getJsonArray("items").getJsonObject(0)))
                .compose(credential -> {
                    String id = credential.getString("credentialId");
                    return api.done(adminKey, HttpMethod.GET, "/v1/rights?credentialId=" + id, new JsonObject())
                            .compose(held -> held.getJsonArray("items").isEmpty()
                                    ? give(
                                            id,
                                            holder.placeId(),
                                            new JsonObject()
                                                    .put("type", holder.type())
                                                    .put("recurring", holder.recurring()))
                                    : Future.succeededFuture());
                });
    }

    private Future<JsonObject> issue(String type, JsonObject about) {
        return api.done(adminKey, HttpMethod.POST, "/v1/credentials", about.put("type", type));
    }

    private Future<Void> give(String credentialId, String placeId, JsonObject terms) {
        return api.done(
                        adminKey,
                        HttpMethod.POST,
                        "/v1/rights",
                        terms.put("credentialId", credentialId).put("placeId", placeId))
                .mapEmpty();
    }

    /** A new driver with a printed code, good in the whole city: whose car, and which code, no earlier run has left. */
    Future<JsonObject> driver(Instant now) {
        return driver(PRINTED, now);
    }

    /** The same with a claim link, for a phone. */
    Future<JsonObject> driverWithPhone(Instant now) {
        return driver("QR_DYNAMIC", now);
    }

    private Future<JsonObject> driver(String type, Instant now) {
        String end = now.plus(DRIVER_VALIDITY).truncatedTo(ChronoUnit.SECONDS).toString();
        return issue(type, new JsonObject().put("holderRef", DRIVER).put("expiresAt", end))
                .compose(issued -> give(
                                issued.getString("credentialId"),
                                DemoCity.ID,
                                new JsonObject().put("type", "PERMIT").put("validUntil", end))
                        .map(issued));
    }

    /** Cars counted in a lot. */
    Future<Integer> count(DemoCity.Lot lot) {
        return api.done(adminKey, HttpMethod.GET, "/v1/places/" + lot.id() + "/occupancy", new JsonObject())
                .map(occupancy -> occupancy.getInteger("currentCount"));
    }
}
