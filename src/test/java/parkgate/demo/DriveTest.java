package parkgate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DriveTest {
    private static final UUID ENTRY = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID EXIT = UUID.fromString("00000000-0000-4000-8000-000000000002");

    @Test
    void is_four_lines_for_a_shell() {
        assertEquals(
                List.of(
                        "curl -sS -w '\\n' http://127.0.0.1:8080/v1/scans -H \"Authorization: Bearer $(cat 'data/in.key')\""
                                + " -H 'Content-Type: application/json'"
                                + " -d '{\"scanId\":\"00000000-0000-4000-8000-000000000001\",\"code\":\"QP1S.ABC\"}'",
                        "curl -sS -w '\\n' http://127.0.0.1:8080/v1/passages -H \"Authorization: Bearer $(cat 'data/in.key')\""
                                + " -H 'Content-Type: application/json'"
                                + " -d '{\"decisionId\":\"a1dc03a7-9e4f-5507-9eb0-8e7519de17b3\",\"outcome\":\"CONFIRMED\"}'",
                        "curl -sS -w '\\n' http://127.0.0.1:8080/v1/places/demo-quay/occupancy"
                                + " -H \"Authorization: Bearer $(cat 'data/in.key')\"",
                        "curl -sS -w '\\n' http://127.0.0.1:8080/v1/scans"
                                + " -H \"Authorization: Bearer $(cat 'data/my lot'\\''s/out.key')\""
                                + " -H 'Content-Type: application/json'"
                                + " -d '{\"scanId\":\"00000000-0000-4000-8000-000000000002\",\"code\":\"QP1S.ABC\"}'"),
                lines("http://127.0.0.1:8080"));
    }

    @Test
    void does_not_check_a_certificate_that_is_not_made_out_to_this_address() {
        assertTrue(lines("https://127.0.0.1:8443").stream()
                .allMatch(line -> line.startsWith("curl -sSk -w '\\n' https:")));
        assertFalse(lines("http://127.0.0.1:8080").get(0).startsWith("curl -sSk"));
    }

    private static List<String> lines(String door) {
        return new Drive(
                        URI.create(door),
                        DemoCity.LOTS.get(0),
                        Path.of("data/in.key"),
                        Path.of("data/my lot's/out.key"),
                        "QP1S.ABC",
                        Path.of("data/driver.png"),
                        0,
                        ENTRY,
                        EXIT)
                .text()
                .lines()
                .filter(line -> line.startsWith("curl"))
                .toList();
    }
}
