package parkgate.page;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Function;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Reply;
import parkgate.http.TimeZoneName;

/**
 * {@code POST /v1/devices/view}: what a driver's page shows beside the code, to the phone that signs for it. A phone
 * whose code was moved to another may be lost: it learns nothing more of its driver.
 */
public final class PhoneRoute {
    private static final String PREFIX = "QP1-VIEW";

    private final PhoneProof proof;
    private final PgPhones phones;
    private final Function<String, Future<JsonArray>> messages;
    private final Function<String, Future<JsonArray>> visitors;
    private final Function<String, ZoneId> zones;
    private final InstantSource clock;

    /**
     * The route.
     *
     * @param messages those of a chain of credentials, by its root
     * @param visitors what it gave visitors, by its root
     * @param zones the time zone that counts at a place
     */
    public PhoneRoute(
            PhoneProof proof,
            PgPhones phones,
            Function<String, Future<JsonArray>> messages,
            Function<String, Future<JsonArray>> visitors,
            Function<String, ZoneId> zones,
            InstantSource clock) {
        this.proof = proof;
        this.phones = phones;
        this.messages = messages;
        this.visitors = visitors;
        this.zones = zones;
        this.clock = clock;
    }

    /** Answers this operation. */
    public void register(Api api) {
        api.on("viewDevice", Access.ANYONE, this::view);
    }

    private Future<Reply> view(Call call) {
        Instant now = clock.instant();
        return proof.signer(call.body(), PREFIX, "")
                .compose(phone -> phone.status().equals("REPLACED")
                        ? Future.succeededFuture(phones.nothing(phone))
                        : all(phone, now))
                .map(view -> Reply.of(
                                200, view.put("serverTime", clock.instant().toString()))
                        .with("Cache-Control", "no-store"));
    }

    private Future<JsonObject> all(PgPhones.Phone phone, Instant now) {
        return phones.view(phone, now)
                .compose(view -> messages.apply(phone.rootId()).map(sent -> view.put("messages", sent)))
                .compose(view -> visitors.apply(phone.rootId()).map(given -> view.put("visitors", given)))
                .map(view -> view.put("timeZones", timeZones(view)));
    }

    /** Of each place that is spoken of: people read times by the clock there, whatever their phone's shows. */
    private JsonObject timeZones(JsonObject view) {
        JsonObject all = new JsonObject();
        for (String part : PgPhones.PARTS) {
            for (Object each : view.getJsonArray(part)) {
                String placeId = ((JsonObject) each).getString("placeId");
                all.put(placeId, TimeZoneName.of(zones.apply(placeId)));
            }
        }
        return all;
    }
}
