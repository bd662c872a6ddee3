package parkgate.gatesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.api.ParkgateClient;
import parkgate.gatesim.camera.Camera;
import parkgate.gatesim.camera.Disturbance;
import parkgate.gatesim.camera.Quality;
import parkgate.gatesim.toy.ToyService;

/** {@code read}: a photo in a file opens a lane. */
class ReadCommandTest {
    @TempDir
    Path folder;

    private ToyService service;
    private Office office;
    private Path adminKey;

    @BeforeEach
    void a_lot_with_a_way_in_and_a_way_out() throws IOException {
        service = new ToyService(ToyService.Lie.NONE);
        office = new Office(new ParkgateClient(service.uri()), ToyService.ADMIN_KEY);
        office.putPlace("city", Office.object().put("type", "CITY").put("timeZone", "UTC"));
        office.putPlace("empty", lot());
        office.putPlace("lot", lot());
        office.putLane("lot", "in", Office.object().put("direction", "ENTRY"));
        office.putLane("lot", "out", Office.object().put("direction", "EXIT"));
        adminKey = Files.writeString(folder.resolve("admin.key"), ToyService.ADMIN_KEY + "\n");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_photo_gets_in_and_out_and_the_passage_is_confirmed() throws IOException {
        Path photo = photo(Quality.FAIR);

        assertEquals(0, read(photo, "--lane", "in"));
        assertEquals(1, office.occupancy("lot").path("currentCount").asInt());
        assertEquals(0, read(photo, "--lane", "out", "--lot", "lot"));
        assertEquals(0, office.occupancy("lot").path("currentCount").asInt());
        assertEquals(
                List.of("COMPLETED"),
                office.list("/v1/sessions?placeId=lot").stream()
                        .map(session -> session.path("status").asText())
                        .toList());
    }

    @Test
    void a_lane_key_in_a_file_will_do_and_a_refusal_is_exit_code_1() throws IOException {
        Path key = Files.writeString(
                folder.resolve("lane.key"), office.laneKey("lot", "out").key());

        assertEquals(1, read(photo(Quality.GOOD), "--lane-key-file", key.toString()));
    }

    @Test
    void what_cannot_be_read_or_found_is_exit_code_2() throws IOException {
        Path text = Files.writeString(folder.resolve("not-a-picture.png"), "text");

        assertEquals(2, read(photo(Quality.HOPELESS), "--lane", "in"));
        assertEquals(2, read(text, "--lane", "in"));
        assertEquals(2, read(folder.resolve("absent.png"), "--lane", "in"));
        assertEquals(2, read(photo(Quality.GOOD), "--lane", "no-such-lane"));
        assertEquals(2, read(photo(Quality.GOOD)));
    }

    @Test
    void a_service_that_is_not_there_is_exit_code_2_without_the_patience_of_a_gate() throws IOException {
        Path photo = photo(Quality.GOOD);
        service.close();

        assertEquals(2, read(photo, "--lane", "in"));
        assertEquals(2, Main.execute("run", "small", "--url", service.uri().toString()));
    }

    private int read(Path photo, String... options) {
        List<String> args = new ArrayList<>(List.of(
                "read", photo.toString(), "--url", service.uri().toString(), "--admin-key-file", adminKey.toString()));
        args.addAll(List.of(options));
        return Main.execute(args.toArray(String[]::new));
    }

    private Path photo(Quality quality) throws IOException {
        String code = office.issue(Office.object()
                        .put("type", "QR_PRINTED")
                        .put("holderRef", "holder")
                        .put("expiresAt", Instant.now().plusSeconds(3600).toString()))
                .path("code")
                .asText();
        SplittableRandom dice = new SplittableRandom(4);
        BufferedImage picture = Camera.shoot(code, Disturbance.of(quality, dice), dice);
        Path file = folder.resolve(quality + ".png");
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
        return file;
    }

    private static ObjectNode lot() {
        return Office.object()
                .put("type", "LOT")
                .put("parentId", "city")
                .put("capacity", 5)
                .put("admitTransients", true)
                .put("noOpenSession", "REFUSE");
    }
}
