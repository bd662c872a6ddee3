package parkgate.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import parkgate.faults.Car.Shown;
import parkgate.faults.Lot.Lane;
import parkgate.gatesim.api.Office;

/** What lanes say to the instances, each word of it kept in the history. */
final class Lanes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private final List<Link> doors;
    private final History history;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /** By these links to the instances. */
    Lanes(List<Link> doors, History history) {
        this.doors = doors;
        this.history = history;
    }

    int instances() {
        return doors.size();
    }

    /** A scan, once. */
    Ask scan(int instance, Lane lane, String scanId, Car car, Shown shown) throws InterruptedException {
        ObjectNode body = Office.object().put("scanId", scanId).put("code", shown.text());
        return send(instance, lane, "/v1/scans", body, scanId, null, car, shown.step());
    }

    /** What became of a grant, once. */
    Ask passage(int instance, Lane lane, String decision, String outcome, Car car) throws InterruptedException {
        ObjectNode body = Office.object().put("decisionId", decision).put("outcome", outcome);
        return send(instance, lane, "/v1/passages", body, decision, outcome, car, -1);
    }

    private Ask send(
            int instance, Lane lane, String path, ObjectNode body, String key, String outcome, Car car, long step)
            throws InterruptedException {
        long sent = System.currentTimeMillis();
        int status = 0;
        JsonNode answer = MissingNode.getInstance();
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + doors.get(instance).port() + path))
                            .timeout(ANSWER)
                            .header("Authorization", "Bearer " + lane.key())
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
            answer = JSON.readTree(response.body());
            status = response.statusCode();
        } catch (JsonProcessingException e) {
            status = -1;
        } catch (IOException e) {
            status = 0;
        }
        Ask ask = new Ask(
                lane.lotId(),
                lane.id(),
                key,
                outcome,
                car.credential(),
                car.codeClass(),
                step,
                instance,
                sent,
                System.currentTimeMillis(),
                status,
                answer);
        history.add(ask);
        return ask;
    }
}
