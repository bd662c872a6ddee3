package parkgate.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import parkgate.core.access.NameUuid;

/**
 * One way through a lot, as four lines for a shell.
 *
 * @param door where the service listens
 * @param code text of a printed code
 * @param picture the same code as a PNG file
 * @param counted cars in the lot before
 */
record Drive(
        URI door,
        DemoCity.Lot lot,
        Path entryKey,
        Path exitKey,
        String code,
        Path picture,
        int counted,
        UUID entryScan,
        UUID exitScan) {

    String text() {
        return """

                In a shell a car comes in and leaves on a printed code, at %s, now the emptiest lot of the demonstration (%d inside).
                Paste line by line:

                # 1. at the entry: GRANTED, the barrier opens
                %s
                # 2. the loop behind the barrier: the car is in
                %s
                # 3. how full the lot is: currentCount %d
                %s
                # 4. at the exit: GRANTED
                %s

                The same lines again: 1 and 4 give the same decision with "replayed":true and nothing moves, 2 shows
                the stay as it now is, 3 counts %d.
                Each start prints fresh lines. The code as a picture: %s
                """.formatted(
                        lot.name(),
                        counted,
                        post("/v1/scans", entryKey, scan(entryScan)),
                        post("/v1/passages", entryKey, passage()),
                        counted + 1,
                        curl("/v1/places/" + lot.id() + "/occupancy", entryKey, ""),
                        post("/v1/scans", exitKey, scan(exitScan)),
                        counted,
                        picture);
    }

    private String scan(UUID scanId) {
        return "{\"scanId\":\"" + scanId + "\",\"code\":\"" + code + "\"}";
    }

    private String passage() {
        return "{\"decisionId\":\"" + NameUuid.decisionId(lot.id(), entryScan) + "\",\"outcome\":\"CONFIRMED\"}";
    }

    private String post(String path, Path key, String body) {
        return curl(path, key, " -H 'Content-Type: application/json' -d '" + body + "'");
    }

    /** The key stays in its file: neither the lines nor the shell's history show it. */
    private String curl(String path, Path key, String rest) {
        String unchecked = door.getScheme().equals("https") ? "k" : "";
        return "curl -sS" + unchecked + " -w '\\n' " + door + path + " -H \"Authorization: Bearer $(cat " + quoted(key)
                + ")\"" + rest;
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }
}
