package parkgate.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import parkgate.faults.Violation.Promise;

/** The bench finds what it is there to find: services with a safeguard taken out; and the whole one is found well. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenVariantsIT {
    private static final String WHOLE = System.getProperty("java.class.path");

    private static RunFolder folder;
    private static History history;
    private static Stack stack;
    private static Scenes scenes;

    @BeforeAll
    static void start() throws Exception {
        folder = RunFolder.make(Path.of("target", "broken-variants-" + System.currentTimeMillis()));
        history = new History(folder.root().resolve("history.jsonl"));
        // Long enough that the story of the fence ends before anybody stops waiting for PostgreSQL.
        Map<String, String> patient = Map.of("PARKGATE_RECORD_DEADLINE_MS", "4000");
        stack = Stack.start(folder, FaultRun.binaries(), WHOLE, 2, false, patient);
        Town town = Town.make(stack.instances().get(0).uri(), Stack.ADMIN_KEY, 24);
        scenes = new Scenes(stack, town, history);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
        folder.close();
        history.close();
        if (!Boolean.getBoolean("faults.keep")) {
            folder.delete();
        }
    }

    private static void startAnew(String classPath) throws Exception {
        for (Instance each : stack.instances()) {
            each.kill();
            each.classPath(classPath);
            each.start();
        }
        for (Instance each : stack.instances()) {
            assertTrue(each.up(Proc.START_BOUND), each::name);
        }
    }

    private static Set<Promise> broken(Variant without) throws Exception {
        startAnew(without.classPath(folder.folder("variants"), WHOLE));
        List<Violation> violations = scenes.play(without);
        violations.forEach(System.out::println);
        return violations.stream().map(Violation::promise).collect(Collectors.toSet());
    }

    @Test
    @Order(1)
    void the_whole_service_keeps_its_promises_in_each_scene() throws Exception {
        for (Variant each : Variant.values()) {
            assertEquals(List.of(), scenes.play(each), each::name);
        }
    }

    @Test
    @Order(2)
    void without_idempotency_one_scan_makes_two_records() throws Exception {
        assertTrue(broken(Variant.IDEMPOTENCY_OFF).contains(Promise.RECORDED));
    }

    @Test
    @Order(3)
    void without_the_outbox_a_queued_grant_dies_with_its_instance() throws Exception {
        assertTrue(broken(Variant.OUTBOX_OFF).contains(Promise.RECORDED));
    }

    @Test
    @Order(4)
    void without_the_fence_a_late_event_is_called_committed_and_is_not_there() throws Exception {
        // An overtaken entry's passage is awaited for ever then; and what is called committed is looked for at once.
        scenes.restsWithin(8_000);
        assertTrue(broken(Variant.FENCE_OFF).contains(Promise.RECORDED));
    }
}
