package parkgate.gatesim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import parkgate.gatesim.code.DeviceKey;
import parkgate.gatesim.code.Phone;

/** A phone claims a credential: its new key is bound to the code, and it learns the service's clock. */
public final class Claim {
    private static final String PATH = "/v1/devices/claim";

    private final ParkgateClient client;
    private final ServerClock clock;
    private final InstantSource own;

    public Claim(ParkgateClient client, ServerClock clock, InstantSource own) {
        this.client = client;
        this.clock = clock;
        this.own = own;
    }

    /** The phone that now holds the credential; the token is used up. */
    public Phone with(String claimToken) {
        DeviceKey key = DeviceKey.generate();
        ObjectNode body =
                Office.object().put("claimToken", claimToken).put("signature", key.claimSignature(claimToken));
        body.putObject("publicKey")
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", key.x())
                .put("y", key.y());
        Instant sentAt = own.instant();
        JsonNode claimed = client.send("POST", PATH, null, body, Patience.GATE)
                .expect("POST " + PATH, 201)
                .body();
        clock.heard(Instant.parse(Office.text(claimed, "serverTime")), sentAt, own.instant());
        Duration period = Duration.ofSeconds(claimed.path("periodSeconds").asLong(15));
        return new Phone(key, Office.text(claimed, "code"), period);
    }
}
