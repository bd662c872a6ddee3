package parkgate.gatesim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.gatesim.api.Answer;
import parkgate.gatesim.api.LaneLink;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.api.Outcome;
import parkgate.gatesim.api.ParkgateClient;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.Reply;
import parkgate.gatesim.camera.PhotoFile;
import parkgate.gatesim.camera.PhotoReader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a photo of a code to a lane; exit code 0 where the barrier opens, 1 where it does not. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = "Reads the code in a photo and scans it at a lane.")
final class ReadCommand implements Callable<Integer> {
    @Mixin
    private final Service service = new Service();

    @Parameters(paramLabel = "PHOTO", description = "A PNG or JPEG picture.")
    private Path photo = Path.of("");

    @ArgGroup(multiplicity = "1")
    private final Lane lane = new Lane();

    @Option(names = "--lot", paramLabel = "LOT_ID", description = "The lane's lot; left out, the service is asked.")
    private @Nullable String lot;

    @Option(names = "--no-passage", description = "Does not confirm the passage after a grant.")
    private boolean noPassage;

    private static final class Lane {
        @Option(
                names = "--lane",
                paramLabel = "LANE_ID",
                description = "The lane; a fresh key for it is made with the admin key, and deleted afterwards.")
        private @Nullable String id;

        @Option(names = "--lane-key-file", paramLabel = "FILE", description = "A file with the lane's own key.")
        private @Nullable Path keyFile;
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> code = PhotoReader.read(PhotoFile.read(photo));
        if (code.isEmpty()) {
            System.err.println(photo + ": no code can be read; come nearer, hold it flat, avoid glare");
            return Main.FAILED;
        }
        System.out.println("read a code of " + code.get().length() + " characters");
        ParkgateClient client = service.client();
        if (lane.keyFile != null) {
            return scan(new LaneLink(client, Service.key(lane.keyFile)), code.get());
        }
        Office office = new Office(client, service.adminKey());
        try (LaneAccess access = LaneAccess.to(office, String.valueOf(lane.id), lot)) {
            return scan(new LaneLink(client, access.key()), code.get());
        }
    }

    private int scan(LaneLink link, String code) {
        Reply reply = link.send(link.scan(UUID.randomUUID(), code, Instant.now()), Patience.GATE);
        Answer answer = LaneLink.read(reply);
        print(reply.body());
        if (answer.granted() && answer.passageExpected() && !noPassage) {
            JsonNode session = link.passage(answer.decisionId(), Outcome.CONFIRMED, Instant.now(), Patience.GATE)
                    .body();
            System.out.println("passage confirmed; session " + answer.sessionId() + " is "
                    + session.path("status").asText());
        }
        return answer.granted() ? 0 : Main.DIFFERS;
    }

    private static void print(JsonNode answer) {
        JsonNode display = answer.path("display");
        System.out.printf(
                "%s %s%s%n%s%n%s%n",
                answer.path("decision").asText(),
                answer.path("reason").asText(),
                answer.path("replayed").asBoolean() ? "  (the same grant again)" : "",
                display.path("line1").asText(),
                display.path("line2").asText());
    }
}
