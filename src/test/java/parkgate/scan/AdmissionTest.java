package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Problem;
import parkgate.testing.Await;

/** Everything on one event loop, as it runs; answers are held back by hand. */
class AdmissionTest {
    private static final int MOST = 64;
    private static final int ENTRIES = MOST - MOST / 8;
    private static final boolean ENTRY = false;
    private static final boolean EXIT = true;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Admission admission = new Admission(vertx, MOST, metrics);

    /** Work that was begun, by the name of its lane, and how to end it. */
    private final List<String> begun = new ArrayList<>();

    private final List<Promise<String>> underWay = new ArrayList<>();

    @AfterEach
    void end() {
        Await.result(vertx.close());
    }

    private void onLoop(Runnable work) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(x -> {
            try {
                work.run();
                done.complete();
            } catch (RuntimeException | AssertionError e) {
                done.fail(e);
            }
        });
        Await.result(done.future());
    }

    private Future<String> run(String laneId, boolean exit) {
        return admission.run(laneId, exit, () -> {
            begun.add(laneId);
            Promise<String> answer = Promise.promise();
            underWay.add(answer);
            return answer.future();
        });
    }

    private double shed(String why) {
        return metrics.get("parkgate_scans_shed").tag("why", why).counter().count();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private static void isShed(Future<?> answer) {
        assertTrue(answer.failed());
        assertTrue(answer.cause() instanceof Problem problem && problem.status() == 503, () -> answer.cause()
                .toString());
    }

    @Test
    void of_ten_thousand_that_come_at_once_exactly_so_many_are_under_way_and_the_rest_is_told_to_come_again() {
        List<Future<String>> all = new ArrayList<>();
        onLoop(() -> {
            for (int i = 0; i < 10_000; i++) {
                all.add(run("lane " + i, ENTRY));
            }
            assertEquals(ENTRIES, begun.size());
            assertEquals(ENTRIES, gauge("parkgate_scans_under_way"));
            assertEquals(MOST, gauge("parkgate_scans_waiting"));
            assertEquals(10_000 - ENTRIES - MOST, shed("full"));
        });
        // Nothing is answered: those who wait are told so too.
        Await.until(() -> shed("late") == MOST);
        onLoop(() -> {
            assertEquals(ENTRIES, begun.size(), "and none of them is begun later");
            all.stream().filter(Future::isComplete).forEach(AdmissionTest::isShed);
            assertEquals(10_000 - ENTRIES, all.stream().filter(Future::failed).count());
            underWay.forEach(one -> one.complete("answered"));
            assertEquals(ENTRIES, all.stream().filter(Future::succeeded).count());
            assertEquals(0, gauge("parkgate_scans_under_way"));
            assertEquals(0, gauge("parkgate_scans_waiting"));
        });
    }

    @Test
    void who_waits_gets_his_turn_when_another_one_is_answered() {
        onLoop(() -> {
            for (int i = 0; i < ENTRIES; i++) {
                run("lane", ENTRY);
            }
            Future<String> waits = run("other", ENTRY);
            assertEquals(ENTRIES, begun.size());
            underWay.get(0).fail("whatever came of it");
            assertEquals("other", begun.get(ENTRIES));
            underWay.get(ENTRIES).complete("his");
            assertEquals("his", waits.result());
        });
    }

    @Test
    void cars_that_want_out_come_first() {
        onLoop(() -> {
            for (int i = 0; i < ENTRIES + 10; i++) {
                run("entry", ENTRY);
            }
            assertEquals(ENTRIES, begun.size());
            for (int i = ENTRIES; i < MOST; i++) {
                run("exit", EXIT); // into what entries may not take
            }
            assertEquals(MOST, begun.size());
            run("exit", EXIT);
            for (int i = 0; i < MOST / 8 + 2; i++) {
                underWay.get(i).complete("answered");
            }
            assertEquals("exit", begun.get(MOST), "before ten entries that waited for longer");
            assertEquals("entry", begun.get(MOST + 1));
        });
    }

    @Test
    void a_lane_that_fills_the_queue_makes_room_for_the_others() {
        onLoop(() -> {
            List<Future<String>> flood = new ArrayList<>();
            for (int i = 0; i < ENTRIES + MOST; i++) {
                flood.add(run("flooding", ENTRY));
            }
            assertNotNull(admission.refusal("flooding", ENTRY));
            assertNull(admission.refusal("good", ENTRY), "its turn will come");
            Future<String> good = run("good", ENTRY);
            isShed(flood.get(flood.size() - 1));
            underWay.get(0).complete("answered");
            underWay.get(1).complete("answered");
            assertTrue(begun.subList(ENTRIES, ENTRIES + 2).contains("good"), begun::toString);
            assertTrue(!good.isComplete(), "it is under way");
        });
    }

    @Test
    void work_that_throws_gives_its_place_back() {
        onLoop(() -> {
            Future<String> thrown = admission.run("lane", ENTRY, () -> {
                throw Problem.notFound("of itself");
            });
            assertTrue(thrown.failed());
            assertEquals(0, gauge("parkgate_scans_under_way"));
        });
    }

    @Test
    void patience_is_bounded() {
        assertTrue(TimeUnit.MILLISECONDS.toSeconds(Admission.PATIENCE_MS) < 1, "shorter than Retry-After");
    }
}
