package parkgate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The last chapter, of too many: each bound is met by going over it. */
final class CrowdStory extends Telling {
    private CrowdStory(Scene scene) {
        super(scene);
    }

    static void tell(Scene scene) {
        CrowdStory story = new CrowdStory(scene);
        story.commands();
        story.requestsThatAreTooLong();
        story.viewers();
        story.pictures();
    }

    /** A lane that does not listen is sent more than it is kept. */
    private void commands() {
        List<Questions.Heard> told = Stream.generate(() -> admin("showLaneMessage")
                        .at("laneId", "exit")
                        .body(json("{'line1':'x'}"))
                        .asking())
                .limit(60)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        if (told.stream().noneMatch(each -> each.problem().equals("/problems/too-many-commands"))) {
            throw new AssertionError("all were kept");
        }
    }

    private void viewers() {
        URI url = URI.create(scene.url());
        crowd(HttpRequest.newBuilder(url.resolve("/v1/occupancy/stream")).build(), questions.of("streamOccupancy"));
        crowd(
                HttpRequest.newBuilder(url.resolve("/v1/scans/stream?placeId=lot"))
                        .header("Authorization", "Bearer " + Scene.ADMIN)
                        .build(),
                admin("streamScans").query("placeId=lot"));
        crowd(
                HttpRequest.newBuilder(url.resolve("/v1/lanes/stream?placeId=lot"))
                        .header("Authorization", "Bearer " + Scene.ADMIN)
                        .build(),
                admin("streamLanes").query("placeId=lot"));
    }

    /** Streams stay open until one more is refused. */
    private void crowd(HttpRequest request, Questions.Question oneMore) {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (open.size() < 1_000 && open.stream().allMatch(each -> each.statusCode() == 200)) {
            open.add(client.sendAsync(request, BodyHandlers.ofInputStream()).join());
        }
        problem("too-many-viewers", oneMore.ask());
        for (HttpResponse<InputStream> each : open) {
            try {
                each.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Many are asked for at once. */
    private void pictures() {
        String paper = scene.credential("QR_PRINTED").getString("credentialId");
        for (int round = 0; round < 20 && !questions.problems().contains("/problems/too-many-pictures"); round++) {
            Stream.generate(() -> credential("getCredentialPng", paper)
                            .query("size=2048")
                            .asking())
                    .limit(200)
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private void requestsThatAreTooLong() {
        problem(
                "uri-too-long",
                questions.of("getLive").query("x=" + "x".repeat(5_000)).ask());
        problem(
                "headers-too-large",
                questions.of("getLive").header("X-Long", "x".repeat(9_000)).ask());
    }
}
