package parkgate;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import parkgate.City.Driver;
import parkgate.City.Lot;
import parkgate.Gate.Answer;
import parkgate.credential.Phone;

/** What the phones of drivers and of their visitors do in a city. */
record Visiting(City city) {
    static Instant inHours(int hours) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(hours, ChronoUnit.HOURS);
    }

    /** A driver with a permit for a lot. */
    Driver resident(Lot lot) {
        Driver driver = city.driver();
        city.permit(driver.credentialId(), lot.id());
        return driver;
    }

    /** What such a phone sends, and signs. */
    static JsonObject wish(String credentialId, Phone signing, UUID id, String placeId, Instant until) {
        return signing.signedBody("QP1-VISITOR", credentialId, Instant.now().getEpochSecond(), id + placeId + until)
                .put("visitorId", id.toString())
                .put("placeId", placeId)
                .put("validUntil", until.toString());
    }

    Answer give(Driver driver, Phone signing, UUID id, String placeId, Instant until) {
        return city.tryPost("/v1/devices/visitors", wish(driver.credentialId(), signing, id, placeId, until));
    }

    Answer give(Driver driver, UUID id, Lot lot, int hours) {
        return give(driver, driver.phone(), id, lot.id(), inHours(hours));
    }

    Answer give(Driver driver, Lot lot, int hours) {
        return give(driver, UUID.randomUUID(), lot, hours);
    }

    Answer takeBack(Driver driver, String id) {
        return city.tryPost(
                "/v1/devices/visitors/" + id + "/end",
                driver.phone()
                        .signedBody(
                                "QP1-TAKE-BACK",
                                driver.credentialId(),
                                Instant.now().getEpochSecond(),
                                id));
    }

    /** What a driver's page shows. */
    JsonObject view(Driver driver) {
        return city.post(
                "/v1/devices/view",
                driver.phone().viewBody(driver.credentialId(), Instant.now().getEpochSecond()));
    }

    /** What it lists of visitors. */
    JsonArray given(Driver driver) {
        return view(driver).getJsonArray("visitors");
    }

    /** The visitor opens the link on a phone of their own. */
    Driver visitor(Answer given) {
        Phone phone = new Phone();
        JsonObject claimed = city.post("/v1/devices/claim", phone.claimBody(token(given)));
        return new Driver(given.text("credentialId"), claimed.getString("code"), phone);
    }

    /** The claim token of a link. */
    static String token(Answer given) {
        String link = given.text("claimUrl");
        return link.substring(link.indexOf('#') + 1);
    }
}
