package parkgate.gatesim.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CredentialId;

/** The program itself, in its own process, against a service that comes and goes. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaneProgramTest {
    private static final String KEY = "pg_lane_k1_secret";

    @TempDir
    Path folder;

    private final Issuer codes = new Issuer();
    private final Issuer packs = new Issuer();
    private final PackText text = new PackText(codes, packs, Instant.now().minusSeconds(5));
    private ToyLine service;
    private LaneProcess lane;

    @BeforeEach
    void start() throws IOException {
        service = new ToyLine(packs);
        service.holds(text);
    }

    @AfterEach
    void stop() {
        if (lane != null) {
            lane.close();
        }
        service.close();
    }

    private String permitted() {
        CredentialId id = Issuer.credential();
        text.right(id, "S", "CACHED");
        return paper(id);
    }

    private String paper(CredentialId id) {
        return codes.paper(id, Instant.now().minusSeconds(3_600), Instant.now().plusSeconds(3_600), 5);
    }

    private void lane(String... options) throws Exception {
        lane = LaneProcess.start(folder, service.uri(), KEY, options);
        lane.logs("lane: ");
    }

    private static Set<String> ids(List<JsonNode> scans) {
        return scans.stream().map(scan -> scan.path("scanId").asText()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void asks_opens_shows_and_reports_the_passage_and_ends_well() throws Exception {
        lane();
        lane.logs("asks the service");
        lane.scans("anything");
        lane.shows("OPEN d-");
        assertEquals("DISPLAY Welcome | Toy", lane.shows("DISPLAY"));
        lane.awaits("the passage", () -> !service.passages.isEmpty());
        JsonNode passage = service.passages.get(0);
        assertEquals("CONFIRMED", passage.path("outcome").asText());
        assertEquals(
                "d-" + service.scans.get(0).path("scanId").asText(),
                passage.path("decisionId").asText());
        assertEquals(0, lane.finishes());
        assertTrue(Files.size(folder.resolve("state/journal.log")) == 0, "all is told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "hangs", "503"})
    void a_service_that_is_gone_hangs_or_cannot_decide_is_done_without_and_told_afterwards_in_order(String way)
            throws Exception {
        String guest = permitted();
        String stranger = paper(Issuer.credential());
        service.holds(text.version(2));
        lane("--same-read-ms", "0");
        lane.logs("asks the service");
        switch (way) {
            case "gone" -> service.goes();
            case "hangs" -> service.mood = ToyLine.Mood.HANGS;
            default -> service.mood = ToyLine.Mood.NOT_DECIDED;
        }
        lane.scans(guest);
        assertEquals("DISPLAY Welcome | Please drive in", lane.shows("DISPLAY"));
        lane.scans(stranger);
        assertEquals("DISPLAY Sorry | No network now, please call", lane.shows("DISPLAY"));
        if (way.equals("gone")) {
            service.comesBack();
        }
        service.mood = ToyLine.Mood.WELL;
        lane.awaits("what happened, told", () -> service.told.size() == 2);
        int asked = service.scans.size();
        lane.awaits("asking again", () -> {
            try {
                Thread.sleep(300); // what it decides meanwhile has to be told first
                lane.scans("online");
                return lane.shows("DISPLAY").endsWith("Toy") && service.scans.size() > asked;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<Long> seqs = service.told.stream()
                .map(scan -> scan.path("deviceSeq").asLong())
                .toList();
        assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
        assertEquals("CONFIRMED", service.told.get(0).path("outcome").asText());
        assertEquals("NO_RIGHT_HERE", service.told.get(1).path("offlineReason").asText());
    }

    @Test
    @Order(1) // it is the longest: the others run beside it
    void ten_thousand_exits_survive_a_kill_and_a_torn_record_and_are_told_once_each_in_batches() throws Exception {
        service.holds(text.lane("EXIT", false).version(3));
        List<String> papers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            papers.add(paper(Issuer.credential()));
        }
        lane("--same-read-ms", "0", "--open-url", service.uri() + "/barrier");
        lane.logs("asks the service");
        lane.close();
        service.goes();
        lane = LaneProcess.start(folder, service.uri(), KEY, "--same-read-ms", "0", "--open-command", "true");
        lane.logs("no service");
        int events = 10_000;
        Path journal = folder.resolve("state/journal.log");
        Thread driver = new Thread(() -> {
            try {
                for (int i = 0; i < events; i++) {
                    lane.scans(papers.get(i % papers.size()));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        driver.start();
        long giveUp = System.nanoTime() + 300_000_000_000L;
        while (lines(journal) < events && System.nanoTime() < giveUp) {
            Thread.sleep(100);
        }
        driver.join();
        lane.kill();
        assertEquals(events, lines(journal));
        Files.writeString(journal, "0badc0de {\"t\":\"event\",\"seq\":99", StandardOpenOption.APPEND);

        service.comesBack();
        lane();
        lane.awaits("ten thousand", () -> service.told.size() >= events);
        assertEquals(events, service.told.size());
        assertEquals(events, ids(service.told).size());
        assertTrue(service.batchSizes.stream().allMatch(size -> size <= 500));
        long last = 0;
        for (JsonNode scan : service.told) {
            assertTrue(scan.path("deviceSeq").asLong() > last);
            last = scan.path("deviceSeq").asLong();
        }
        lane.logs("asks the service");
        lane.scans("another");
        lane.shows("OPEN");
        assertTrue(service.scans.get(service.scans.size() - 1).path("deviceSeq").asLong() > last, "never goes back");
        assertEquals(0, lane.stops());
    }

    private static long lines(Path file) throws IOException {
        try (var all = Files.lines(file)) {
            return all.count();
        }
    }

    @Test
    void a_code_that_was_revoked_is_refused_alone_after_the_command_that_says_so() throws Exception {
        String guest = permitted();
        service.holds(text.version(2));
        lane();
        lane.awaits("the stream", () -> service.listeners() == 1);
        service.holds(text.dead(5).version(3));
        service.send("revoked", new ObjectMapper().createObjectNode().put("statusListVersion", "2"));
        lane.logs("holds pack 3");
        service.goes();
        lane.scans(guest);
        assertEquals("DISPLAY Sorry | This code was withdrawn", lane.shows("DISPLAY"));
    }

    @Test
    void a_pack_that_is_rolled_back_is_refused_and_the_one_held_counts() throws Exception {
        String guest = permitted();
        service.holds(text.version(5));
        lane();
        lane.logs("holds pack 5");
        lane.awaits("the stream", () -> service.listeners() == 1);
        service.holds(new PackText(codes, packs, Instant.now()).version(4));
        service.send("config", new ObjectMapper().createObjectNode());
        lane.logs("older than 5");
        service.goes();
        lane.scans(guest);
        assertEquals("DISPLAY Welcome | Please drive in", lane.shows("DISPLAY"));
    }

    @Test
    void open_is_obeyed_once_not_late_and_not_again_after_a_restart_and_what_came_of_it_is_said() throws Exception {
        lane();
        lane.awaits("the stream", () -> service.listeners() == 1);
        ObjectNode open = command("c1", 30);
        service.send("open", open);
        assertEquals("OPEN c1", lane.shows("OPEN"));
        service.send("open", open);
        service.send("open", command("c2", -1));
        lane.logs("has expired");
        lane.awaits("two reports", () -> service.reports.size() == 2);
        lane.kill();

        lane();
        lane.awaits("the stream", () -> service.listeners() >= 2);
        service.send("open", open);
        service.send("open", command("c3", 30));
        assertEquals("OPEN c3", lane.shows("OPEN"));
        lane.awaits("four reports", () -> service.reports.size() == 4);
        assertEquals("OPENED", service.reports.get(2).path("result").asText());
        assertEquals("/v1/lane/commands/c1", service.reports.get(2).path("path").asText());
    }

    private static ObjectNode command(String id, long seconds) {
        return new ObjectMapper()
                .createObjectNode()
                .put("commandId", id)
                .put("laneId", "lane")
                .put("reason", "lost ticket")
                .put("expiresAt", Instant.now().plusSeconds(seconds).toString());
    }

    @Test
    void a_full_lot_stays_full_the_share_counts_down_also_over_a_kill() throws Exception {
        List<String> guests = List.of(permitted(), permitted(), permitted());
        service.offlineEntries = 2L;
        service.holds(text.capacity(100).version(2));
        lane("--same-read-ms", "0");
        lane.logs("asks the service");
        service.goes();
        lane.scans(guests.get(0));
        assertEquals("DISPLAY Welcome | Please drive in", lane.shows("DISPLAY"));
        lane.kill();
        lane();
        lane.scans(guests.get(1));
        assertEquals("DISPLAY Welcome | Please drive in", lane.shows("DISPLAY"));
        lane.scans(guests.get(2));
        assertEquals("DISPLAY Sorry | The lot is full", lane.shows("DISPLAY"));
    }

    @Test
    void a_barrier_that_does_not_rise_is_a_car_that_did_not_come_in() throws Exception {
        String guest = permitted();
        service.holds(text.version(2));
        lane("--open-command", "false");
        lane.logs("asks the service");
        service.goes();
        lane.scans(guest);
        assertEquals("DISPLAY Sorry | Please wait for help", lane.shows("DISPLAY"));
        service.comesBack();
        lane.awaits("what happened", () -> service.told.size() == 1);
        assertEquals("NO_ENTRY", service.told.get(0).path("outcome").asText());
    }

    @Test
    void loops_tell_what_the_car_does_and_one_that_nobody_let_in_is_reported() throws Exception {
        Path loops = folder.resolve("loops");
        assertEquals(0, new ProcessBuilder("mkfifo", loops.toString()).start().waitFor());
        lane("--loops", loops.toString());
        lane.logs("asks the service");
        Files.writeString(loops, "LOOP CLOSING 1\n");
        Thread.sleep(400);
        lane.logs("opened again");
        Files.writeString(loops, "LOOP CLOSING 0\n");
        lane.awaits("a car without a grant", () -> service.passages.size() == 1);
        assertFalse(service.passages.get(0).has("decisionId"));
        assertEquals("ENTRY", service.passages.get(0).path("direction").asText());
    }

    @Test
    void a_clock_that_is_wrong_is_noticed_and_what_is_written_down_is_the_services_time() throws Exception {
        service.clockOffset = Duration.ofSeconds(100);
        service.holds(text.lane("EXIT", false).version(2));
        lane();
        lane.logs("asks the service");
        lane.awaits("heartbeats", () -> service.heartbeats.size() > 1);
        lane.scans("x");
        lane.shows("OPEN");
        Instant told = Instant.parse(service.scans.get(0).path("eventTime").asText());
        Instant own = Instant.parse(service.heartbeats.get(1).path("clock").asText());
        assertTrue(told.isAfter(Instant.now().plusSeconds(60)), told::toString);
        assertTrue(own.isBefore(Instant.now().plusSeconds(60)), "its own clock, as it is");
    }

    @Test
    void a_wrong_start_is_exit_code_2_and_one_line() throws Exception {
        lane = LaneProcess.start(folder, service.uri(), "not a key");
        assertEquals(2, lane.finishes());
        lane = LaneProcess.start(folder, service.uri(), KEY);
        lane.logs("asks the service");
        LaneProcess second = LaneProcess.start(folder, service.uri(), KEY);
        assertEquals(2, second.finishes());
        assertTrue(lane.log().contains("another lane program has this folder"), lane::log);
        assertNotEquals("", lane.log());
    }
}
